// The answer of the checker on the page. Every text goes in as text, every formula through KaTeX; nothing that was typed
// is ever read as HTML.

export const LEVELS = { where: 1, kind: 2, repair: 3 };

/** An element with properties and children. */
function make(tag, properties = {}, ...children) {
  const { data, ...rest } = properties;
  const made = Object.assign(document.createElement(tag), rest);
  Object.assign(made.dataset, data);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

const hidden = (text) => {
  const made = make("span", { textContent: text });
  made.setAttribute("aria-hidden", "true");
  return made;
};

export class Results {
  #levels = new Map();
  #shown = [];

  /**
   * @param box where the answer goes
   * @param catalogue address of the catalogue of mistakes
   * @param repaired called with (index of the line, text of the repair, its own text) when the reader wants a repair
   */
  constructor({ box, catalogue, repaired }) {
    Object.assign(this, { box, catalogue, repaired, typeset: null, showAll: false });
    this.answer = null;
    this.more = false;
    this.list = make("ol", { className: "mg-lines" });
    this.list.setAttribute("role", "list");
    this.remarks = make("div");
    box.append(this.list, this.remarks);
  }

  /** Show an answer; lines that are as they were stay as they are, with the reader's focus in them. */
  show(answer, more) {
    Object.assign(this, { answer, more });
    const { remarks, lines } = answer.shown ?? { remarks: [], lines: [] };
    this.box.hidden = lines.length === 0;
    this.remarks.replaceChildren(...remarks.map((text) => make("p", { className: "mg-reason", textContent: text })));
    this.#fill(lines);
  }

  /** The verdict on the whole, or why there is none, as a sentence. */
  summary() {
    if (!this.answer) return "";
    return `${capital(this.answer.error ?? this.answer.shown.summary)}.`;
  }

  /** Show nothing. */
  clear() {
    this.answer = null;
    this.box.hidden = true;
  }

  /** Draw everything once more: KaTeX has come, or the reader wants to see all hints. */
  refresh() {
    this.#shown = [];
    if (this.answer) this.show(this.answer, this.more);
  }

  #fill(lines) {
    const first = this.answer.report?.first_wrong_line ?? null;
    lines.forEach((line, index) => {
      const level = this.#level(line);
      const waits = this.more && line.diagnostics.some(({ code }) => !code);
      const state = JSON.stringify([line, level, waits, line.number === first]);
      if (this.#shown[index] === state) return;
      const item = this.#line(line, index, level, waits, line.number === first);
      const old = this.list.children[index];
      if (old) old.replaceWith(item);
      else this.list.append(item);
      this.#shown[index] = state;
    });
    while (this.list.children.length > lines.length) this.list.lastElementChild.remove();
    this.#shown.length = lines.length;
  }

  #level(line) {
    return this.showAll ? LEVELS.repair : (this.#levels.get(line.text) ?? LEVELS.where);
  }

  #line(line, index, level, waits, first) {
    const verdict = make("span", { className: "mg-verdict" }, hidden(line.mark), ` ${line.verdict}`);
    if (first) verdict.append(make("br"), make("span", { className: "mg-badge", textContent: "first wrong line" }));
    const body = make("div", { className: "mg-body" }, this.#formula(line.tex, line.text));
    if (line.shape) body.append(make("p", { className: "mg-shape", textContent: `shape: ${line.shape}` }));
    if (line.reason) body.append(make("p", { className: "mg-reason", textContent: line.reason }));
    for (const note of line.notes) body.append(make("p", { className: "mg-reason", textContent: `note: ${note}` }));
    const item = make(
      "li",
      { className: `mg-line mg-${line.verdict}${first ? " mg-first" : ""}` },
      make("span", { className: "mg-number", textContent: line.number }),
      verdict,
      body,
    );
    // The first hint is the same for all that is wrong with a line: look at what is marked.
    const told = level === LEVELS.where ? line.diagnostics.slice(0, 1) : line.diagnostics;
    for (const diagnostic of told) item.append(this.#diagnostic(diagnostic, line, index, level, waits));
    return item;
  }

  #diagnostic(diagnostic, line, index, level, waits) {
    const box = make("div", { className: "mg-diagnostic" });
    if (level === LEVELS.where) {
      box.append(make("p", { textContent: `${capital(diagnostic.where)}.` }));
      box.append(this.#next("What kind of mistake?", line, index, LEVELS.kind));
      return box;
    }
    box.append(make("p", {}, make("strong", { textContent: diagnostic.kind })));
    if (diagnostic.detail) box.append(make("p", { textContent: diagnostic.detail }));
    box.append(this.#operands(diagnostic.operands));
    if (diagnostic.cause) box.append(make("p", { textContent: `cause: ${diagnostic.cause}` }));
    box.append(...this.#help(diagnostic, line, index, level, waits));
    if (diagnostic.code) {
      const href = `${this.catalogue}#${diagnostic.code.toLowerCase()}`;
      const words = `${diagnostic.code}, ${diagnostic.title}, in the catalogue of mistakes`;
      box.append(make("p", { className: "mg-see" }, "see: ", make("a", { href, textContent: words })));
    }
    return box;
  }

  #operands(operands) {
    const list = make("ul", { className: "mg-labels" });
    for (const { tex, text, label } of operands) {
      list.append(make("li", {}, this.#formula(tex, text), label ? `: ${label}` : ""));
    }
    return operands.length > 0 ? list : "";
  }

  #help(diagnostic, line, index, level, waits) {
    if (waits && !diagnostic.code) return [make("p", { className: "mg-reason", textContent: "Looking for a repair …" })];
    if (diagnostic.help.length === 0) {
      const none = line.verdict === "wrong" ? "No single small change was found that makes this line right." : "";
      return none ? [make("p", { className: "mg-reason", textContent: none })] : [];
    }
    if (level < LEVELS.repair) return [this.#next("Show the repair", line, index, LEVELS.repair)];
    return diagnostic.help.flatMap(({ advice, text, tex }, number) => {
      const words = make("p", { textContent: `${number && text ? "or" : "help"}: ${advice}` });
      if (!text) return [words];
      const button = make("button", { type: "button", textContent: "Put it into the text" });
      button.addEventListener("click", () => this.repaired(index, text));
      return [words, make("div", { className: "mg-repair" }, this.#formula(tex, text), button)];
    });
  }

  /** A button that shows the next hint and hands the focus to what it has shown. */
  #next(words, line, index, level) {
    const button = make("button", { type: "button", textContent: words, data: { hint: level } });
    button.addEventListener("click", () => {
      this.#levels.set(line.text, level);
      this.show(this.answer, this.more);
      const item = this.list.children[index];
      const target = item.querySelector("button") ?? item.querySelector(".mg-diagnostic");
      if (target.tagName !== "BUTTON") target.tabIndex = -1;
      target.focus();
    });
    return button;
  }

  #formula(tex, text) {
    const made = make("span", { className: "formula" });
    const html = tex && this.typeset ? this.typeset(tex) : null;
    if (html === null) made.append(make("code", { textContent: text }));
    else made.innerHTML = html;
    return made;
  }
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** A function from TeX to HTML, by KaTeX; null for what KaTeX refuses. Only the class "here" may come out of the TeX. */
export function typesetter(katex) {
  const options = {
    throwOnError: true,
    maxExpand: 200,
    maxSize: 20,
    strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
    trust: ({ command, class: name }) => command === "\\htmlClass" && name === "here",
  };
  return (tex) => {
    try {
      return katex.renderToString(tex, options);
    } catch {
      return null;
    }
  };
}
