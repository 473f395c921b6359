// The checker as the page sees it: a worker that is started when it is needed, asked, timed, stopped and started again.

// Milliseconds. A line is judged in some hundredths of a second and explained in some tenths; a slow telephone may need
// ten times as long.
export const LIMITS = { start: 120_000, check: 10_000, explain: 20_000 };

export class Checker {
  #worker = null;
  #awake = false;
  #timer = 0;
  #count = 0;
  #check = 0;
  #form = null;
  #asked = new Map();

  /**
   * @param makeWorker returns a new worker
   * @param told called with (state, detail) at every change and every step of loading. States: "asleep" (nothing is
   *   loaded), "starting" (`detail.loaded` bytes have come), "ready", "checking" (verdicts are awaited), "explaining"
   *   (repairs are awaited), "stopped" (`detail.reason` is the limit that ended it, or "reader"), "failed" (it cannot
   *   run; `detail.reason` says why)
   * @param answered called with each answer to the latest check, and whether more is to come
   * @param limits returns the limits
   */
  constructor({ makeWorker, told, answered, limits = () => LIMITS }) {
    Object.assign(this, { makeWorker, told, answered, limits, state: "asleep" });
  }

  /** Load Python, if it is not loaded or being loaded. */
  start() {
    if (this.#worker) return;
    this.#launch();
    this.#become("starting", { loaded: 0 });
  }

  /** Check a form, a JSON text; what was being checked is given up. While Python loads, the latest form waits. */
  check(form) {
    this.start();
    this.#check = ++this.#count;
    if (!this.#awake) {
      this.#form = form;
      if (this.state !== "starting") this.#become("starting", { loaded: 0 });
      return;
    }
    this.#become("checking");
    this.#limit("check");
    this.#worker.postMessage({ id: this.#check, kind: "check", text: form });
  }

  /** Give up what is being checked: nobody waits for it any more. */
  forget() {
    this.#check = ++this.#count;
    this.#form = null;
    if (!this.#awake) return;
    clearTimeout(this.#timer);
    this.#become("ready");
  }

  /** Ask for the form of a text ("read"), the text of a form ("write") or a report ("json"); resolves to an object. */
  ask(kind, text) {
    this.start();
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, text });
    });
  }

  /** End what is being done, and load Python afresh for the next check. */
  stop(reason = "reader") {
    this.#end();
    this.#launch();
    this.#become("stopped", { reason });
  }

  #launch() {
    const worker = this.makeWorker();
    this.#worker = worker;
    // A worker that was ended may still have had something on its way.
    worker.onmessage = ({ data }) => worker === this.#worker && this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (worker === this.#worker) this.#fail(event.message || "its program could not be loaded");
    };
    this.#limit("start");
  }

  #end() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#awake = false;
    this.#form = null;
    for (const { reject } of this.#asked.values()) reject(new Error("the checker was stopped"));
    this.#asked.clear();
  }

  #fail(reason) {
    this.#end();
    this.#become("failed", { reason });
  }

  #hear({ kind, id, text, more, loaded, reason }) {
    if (kind === "progress" && this.state === "starting") this.told("starting", { loaded });
    else if (kind === "ready") this.#wake();
    else if (kind === "failed") this.#fail(reason);
    else if (kind === "answer" && this.#asked.has(id)) {
      this.#asked.get(id).resolve(JSON.parse(text));
      this.#asked.delete(id);
    } else if (kind === "answer" && id === this.#check) this.#take(text, more);
  }

  #wake() {
    clearTimeout(this.#timer);
    this.#awake = true;
    const form = this.#form;
    this.#form = null;
    if (form !== null) this.check(form);
    else if (this.state === "starting") this.#become("ready");
  }

  #take(text, more) {
    clearTimeout(this.#timer);
    if (more) this.#limit("explain");
    this.answered(JSON.parse(text), more);
    this.#become(more ? "explaining" : "ready");
  }

  #limit(what) {
    clearTimeout(this.#timer);
    const milliseconds = this.limits()[what];
    this.#timer = setTimeout(() => {
      if (what === "start") this.#fail(`it has not started within ${milliseconds / 1000} seconds`);
      else this.stop(what);
    }, milliseconds);
  }

  #become(state, detail = {}) {
    this.state = state;
    this.told(state, detail);
  }
}
