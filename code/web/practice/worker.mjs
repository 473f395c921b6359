// Runs the checker beside the page, so that the page never waits. Messages in: { id, kind, text }. Messages out:
// { kind: "progress", loaded }, { kind: "ready" }, { kind: "failed", reason }, { id, kind: "answer", text, more }.

import { boot } from "./boot.mjs";
import { loadPyodide } from "./python/pyodide.mjs";

const folder = new URL("python/", import.meta.url).href;
const waiting = [];
let loaded = 0;
let busy = false;

/**
 * Count what arrives, so that the page can show how far it is. What is counted is a copy: the answer itself goes on
 * untouched, for only then may the browser keep the compiled program, and start in half the time on the next visit.
 */
async function counted(address, options) {
  const answer = await plainFetch(address, options);
  if (!answer.ok) throw new Error(`${new URL(address, folder).pathname}: ${answer.status} ${answer.statusText}`);
  count(answer.clone().body.getReader());
  return answer;
}

async function count(reader) {
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    loaded += value.byteLength;
    self.postMessage({ kind: "progress", loaded });
  }
}

const plainFetch = self.fetch.bind(self);
self.fetch = counted;

async function start() {
  const checker = fetch(`${folder}checker.zip`)
    .then((answer) => answer.arrayBuffer())
    .then((bytes) => new Uint8Array(bytes));
  const lock = await (await fetch(`${folder}lock.json`)).text();
  // Pyodide starts without a checker that has not come; who fails first says why.
  const [door] = await Promise.all([boot({ loadPyodide, folder, lock, checker }), checker]);
  return door;
}

/** Why something failed, in one line: of a traceback of Python, the last one. */
const reasonOf = (error) =>
  String(error?.message ?? error)
    .trim()
    .split("\n")
    .at(-1);

const breath = () => new Promise((resolve) => setTimeout(resolve));

/** Do what waits, one after the other. A check gives way as soon as a newer one has come. */
async function work(door) {
  if (busy) return;
  busy = true;
  while (waiting.length > 0) {
    const { id, kind, text } = waiting.shift();
    if (kind === "check") await check(door, id, text);
    else answer(id, door[kind](text), false);
  }
  busy = false;
}

async function check(door, id, form) {
  const superseded = () => waiting.some(({ kind }) => kind === "check");
  await breath();
  if (superseded()) return;
  let said = door.check(form);
  while (said) {
    const more = JSON.parse(said).more === true;
    answer(id, said, more);
    if (!more) return;
    await breath();
    if (superseded()) return;
    said = door.goOn();
  }
}

function answer(id, text, more) {
  self.postMessage({ id, kind: "answer", text, more });
}

const ready = start();
ready.then(
  (door) => {
    self.postMessage({ kind: "ready" });
    work(door);
  },
  (error) => self.postMessage({ kind: "failed", reason: reasonOf(error) }),
);
self.addEventListener("message", async ({ data }) => {
  waiting.push(data);
  const door = await ready.catch(() => null);
  if (!door) return;
  try {
    await work(door);
  } catch (error) {
    self.postMessage({ kind: "failed", reason: reasonOf(error) });
  }
});
