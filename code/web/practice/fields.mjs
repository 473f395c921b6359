// The fields of the form, as data: into an address and back, and from a line of the report to its place in the text.

export const FIELDS = ["lines", "shapes", "wrt", "layout", "where", "assume", "goal"];
// More than any page of mathematics; browsers cut addresses that are much longer.
const LONGEST_FRAGMENT = 60_000;

/** The part of an address behind "#" that carries the fields; browsers never send it to a server. */
export function toFragment(fields) {
  const filled = FIELDS.filter((name) => fields[name]?.trim()).map((name) => [name, fields[name]]);
  return new URLSearchParams(filled).toString();
}

/** What an address carries: { fields }, { name } of a derivation of the book, or null. */
export function fromFragment(fragment) {
  const bare = fragment.replace(/^#/, "");
  if (!bare || bare.length > LONGEST_FRAGMENT) return null;
  const found = new URLSearchParams(bare);
  if (found.has("derivation")) return { name: found.get("derivation") };
  if (!found.has("lines")) return null;
  return { fields: Object.fromEntries(FIELDS.map((name) => [name, found.get(name) ?? ""])) };
}

/** True if nothing is typed in the fields that matter. */
export const isEmpty = (fields) => !fields.lines?.trim();

/**
 * Where the lines of the report stand in the text: [start, end) for each, or null. The checker evens out spaces and
 * leaves out empty lines, so each line is looked for behind the one before it, spaces apart.
 */
export function placesOf(source, lines) {
  let from = 0;
  return lines.map((line) => {
    const words = line.trim().split(/\s+/u).map(escaped);
    const pattern = new RegExp(words.join("\\s+"), "gu");
    pattern.lastIndex = from;
    const found = pattern.exec(source);
    if (!found || !found[0]) return null;
    from = found.index + found[0].length;
    return [found.index, from];
  });
}

const escaped = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");

/** The text with one line of the report replaced, and the place of the new line; null if the line is not found. */
export function withLine(source, lines, index, replacement) {
  const place = placesOf(source, lines)[index];
  if (!place) return null;
  const text = source.slice(0, place[0]) + replacement + source.slice(place[1]);
  return { text, place: [place[0], place[0] + replacement.length] };
}

/** A name for a file, from the first line: letters and digits only. */
export function fileName(fields) {
  const words = (fields.lines.trim().split("\n")[0] ?? "").match(/[A-Za-z0-9]+/gu) ?? [];
  return `${["derivation", ...words.slice(0, 3)].join("-").slice(0, 40)}.txt`;
}
