// Which rows of the table a few words mean. No page in here: the tests run it by itself.

/** The words to look for: lower case, without accents and without the signs between them. */
export function words(text) {
  return plain(text).split(" ").filter(Boolean);
}

/** Whether every word looked for begins a word of `text`, or stands in it if it is three letters or longer. */
export function matches(text, wanted) {
  const there = plain(text);
  const parts = there.split(" ");
  return wanted.every((word) => parts.some((part) => part.startsWith(word)) || (word.length > 2 && there.includes(word)));
}

/** The sentence for the reader. */
export function tally(shown, total, wanted) {
  if (!wanted.length) return `All ${total} rows are shown.`;
  const rows = shown === 1 ? "1 row fits" : `${shown || "No"} rows fit`;
  return `${rows}, of ${total}.`;
}

function plain(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
}
