// The page "Check your own derivation": its form, its buttons, and the checker behind them.

import { Checker, LIMITS } from "./checker.mjs";
import { FIELDS, fileName, fromFragment, isEmpty, toFragment, withLine } from "./fields.mjs";
import { Results, typesetter } from "./results.mjs";
import { obstacle, stateInWords } from "./words.mjs";

// Long enough that a word is finished, short enough that the verdict seems to come by itself.
const TYPING_PAUSE_MS = 250;
// What is done sooner needs no word.
const PATIENCE_MS = 400;
const LONGEST_FILE = 1_000_000;

function mount(root) {
  const find = (selector) => root.querySelector(selector);
  const form = find("form");
  const input = form.elements;
  const [status, progress] = [find("[role=status]"), find("progress")];
  const size = { bytes: Number(root.dataset.bytes), megabytes: root.dataset.megabytes };
  const limits = () => ({ ...LIMITS, ...JSON.parse(root.dataset.limits ?? "{}") });
  let typing = 0;
  let patience = 0;

  const results = new Results({ box: find(".matgrad-report"), catalogue: root.dataset.catalogue, repaired: repair });
  const checker = new Checker({
    makeWorker: () => new Worker(new URL("worker.mjs", import.meta.url), { type: "module" }),
    told,
    answered,
    limits,
  });

  // --- the form ---

  const read = () => Object.fromEntries(FIELDS.map((name) => [name, input[name].value]));

  function fill(fields) {
    for (const name of FIELDS) input[name].value = fields[name] ?? "";
    find("details").open = ["where", "assume", "goal"].some((name) => fields[name]);
  }

  function check() {
    clearTimeout(typing);
    const fields = read();
    if (isEmpty(fields)) {
      say("Write a derivation first: one step on each line.");
      return;
    }
    wake();
    checker.check(JSON.stringify(fields));
  }

  function typed() {
    clearTimeout(typing);
    if (isEmpty(read())) {
      results.clear();
      checker.forget();
    } else typing = setTimeout(() => checker.state === "failed" || check(), TYPING_PAUSE_MS);
  }

  function repair(index, text) {
    const lines = results.answer.shown.lines.map((line) => line.text);
    const better = withLine(input.lines.value, lines, index, text);
    if (!better) {
      say("The line could not be found in the text; copy the repair by hand.");
      return;
    }
    input.lines.value = better.text;
    input.lines.focus();
    input.lines.setSelectionRange(...better.place);
    check();
  }

  // --- the checker ---

  function wake() {
    if (!root.dataset.awake) {
      root.dataset.awake = "true";
      loadKatex();
    }
    checker.start();
  }

  async function loadKatex() {
    try {
      await import(new URL("katex.min.js", import.meta.url));
      results.typeset = typesetter(globalThis.katex);
      results.refresh();
    } catch {
      // Without KaTeX the lines are shown as they were typed.
    }
  }

  function told(state, detail) {
    root.dataset.state = state;
    clearTimeout(patience);
    progress.hidden = state !== "starting";
    if (state === "starting") progress.value = Math.min(detail.loaded ?? 0, size.bytes);
    input.stop.hidden = !["checking", "explaining"].includes(state);
    results.box.setAttribute("aria-busy", String(["starting", "checking", "explaining"].includes(state)));
    const sentence = stateInWords(state, detail, size, limits());
    if (state === "ready") say(results.summary() || "The checker is ready.");
    else if (state === "checking") patience = setTimeout(say, PATIENCE_MS, sentence, false);
    else if (state === "explaining") say(`${results.summary()} ${sentence}`, false);
    else say(sentence, state !== "starting" || detail.loaded === 0);
  }

  /** Say something in the line below the buttons; screen readers hear it only if it is news, not every megabyte. */
  function say(sentence, news = true) {
    status.setAttribute("aria-live", news ? "polite" : "off");
    status.textContent = sentence;
  }

  function answered(answer, more) {
    results.show(answer, more);
  }

  // --- files and links ---

  async function copyLink() {
    const fragment = toFragment(read());
    history.replaceState(null, "", `#${fragment}`);
    try {
      await navigator.clipboard.writeText(location.href);
      say("The link is in the clipboard. It carries the derivation itself; no server keeps it.");
    } catch {
      say("The link is in the address bar. It carries the derivation itself; no server keeps it.");
    }
  }

  async function download() {
    wake();
    const fields = read();
    const answer = await checker.ask("write", JSON.stringify(fields)).catch(({ message }) => ({ error: message }));
    if (answer.error) {
      say(`The file cannot be written: ${answer.error}.`);
      return;
    }
    const address = URL.createObjectURL(new Blob([answer.text], { type: "text/plain" }));
    const link = Object.assign(document.createElement("a"), { href: address, download: fileName(fields) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    say(`Saved as ${link.download}; “matgrad check” reads it.`);
  }

  async function upload(file) {
    if (!file) return;
    if (file.size > LONGEST_FILE) {
      say("The file is too long: a derivation has at most some thousand characters.");
      return;
    }
    wake();
    const answer = await checker.ask("read", await file.text()).catch(({ message }) => ({ error: message }));
    input.file.value = "";
    if (answer.error) {
      say(`The file cannot be read: ${answer.error}.`);
      return;
    }
    fill(answer.fields);
    check();
  }

  async function open(name) {
    const answer = await fetch(root.dataset.derivations);
    const found = (await answer.json())[name];
    if (!found) {
      say("The book has no derivation of this name any more.");
      return false;
    }
    fill(found);
    return true;
  }

  async function follow() {
    const carried = fromFragment(location.hash);
    if (!carried) return;
    if (carried.name) {
      if (!(await open(carried.name))) return;
    } else fill(carried.fields);
    if (root.dataset.awake) check();
    else say("Here is the derivation. Press “Check it” to load the checker.");
  }

  // --- what the reader does ---

  const clicks = {
    stop: () => checker.stop(),
    link: copyLink,
    download,
    upload: () => input.file.click(),
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
  });
  form.addEventListener("click", (event) => clicks[event.target.name]?.());
  form.addEventListener("focusin", (event) => {
    if (FIELDS.includes(event.target.name)) wake();
  });
  form.addEventListener("input", (event) => {
    if (FIELDS.includes(event.target.name)) typed();
  });
  form.addEventListener("change", async (event) => {
    if (event.target.name === "file") upload(event.target.files[0]);
    if (event.target.name === "all") {
      results.showAll = event.target.checked;
      results.refresh();
    }
    if (event.target.name === "example" && event.target.value && (await open(event.target.value))) check();
  });
  addEventListener("hashchange", follow);

  const trouble = obstacle(globalThis);
  if (trouble) {
    root.dataset.state = "failed";
    say(trouble);
    form.hidden = true;
    find(".obstacle").hidden = false;
    find(".obstacle").textContent = trouble;
    return;
  }
  find(".obstacle").hidden = true;
  form.hidden = false;
  root.dataset.state = "asleep";
  follow();
}

for (const root of document.querySelectorAll(".derivation-checker")) mount(root);
