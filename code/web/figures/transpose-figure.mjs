// The transpose figure in the browser: hover, focus or tap chooses an entry; the sliders change x.

import { decimal } from "./numbers.mjs";
import { START, START_ENTRY, marks } from "./transpose-model.mjs";
import { equationPicture, layout, waysPicture } from "./transpose-picture.mjs";
import { neighbour } from "./transpose-keys.mjs";
import { describe, equationText, waysText } from "./transpose-words.mjs";

const SETTLED_MS = 400;

function mount(figure) {
  const ways = figure.querySelector(".ways");
  const equations = [...figure.querySelectorAll(".equation")];
  const [words, status, form] = [".words", "[role=status]", "form"].map((selector) => figure.querySelector(selector));
  const input = form.elements;
  let [x, kept, shown, settling] = [START, START_ENTRY, START_ENTRY, 0];

  const entryOf = (event) => event.target.closest("[data-entry]")?.dataset.entry;
  const cellsIn = (equation) => [...equation.querySelectorAll("[data-entry]")];

  /** Each equation is one stop of the Tab key, at the kept entry if it has it, else at its last entry. */
  function placeTabStops() {
    for (const equation of equations) {
      const all = cellsIn(equation);
      const stop = all.find((element) => element.dataset.entry === kept) ?? all.at(-1);
      for (const element of all) {
        element.setAttribute("tabindex", element === stop ? 0 : -1);
        element.setAttribute("aria-selected", String(element.dataset.entry === kept));
      }
    }
  }

  /** The drawing serves picture and list alike; here it becomes a list, each entry named by its sum. */
  function nameEntries() {
    for (const equation of equations) {
      equation.setAttribute("role", "listbox");
      equation.setAttribute("aria-label", equationText(x, equation.dataset.equation));
      for (const element of cellsIn(equation)) {
        element.setAttribute("role", "option");
        element.setAttribute("aria-label", describe(x, element.dataset.entry));
      }
    }
    ways.setAttribute("aria-label", waysText(x));
  }

  function mark() {
    const marked = marks(shown);
    for (const element of equations.flatMap(cellsIn)) element.dataset.mark = marked.get(element.dataset.entry) ?? "";
    ways.innerHTML = waysPicture(x, shown);
    words.textContent = describe(x, shown);
  }

  function look(entry) {
    if (entry === shown) return;
    shown = entry;
    mark();
  }

  function keep(entry) {
    kept = entry;
    placeTabStops();
    look(entry);
  }

  function changeX() {
    x = [input.x1.valueAsNumber, input.x2.valueAsNumber];
    for (const equation of equations) equation.innerHTML = equationPicture(equation.dataset.equation, x, shown);
    nameEntries();
    for (const name of ["x1", "x2"])
      figure.querySelector(`[data-shows=${name}]`).textContent = decimal(input[name].valueAsNumber);
    placeTabStops();
    mark();
    clearTimeout(settling);
    settling = setTimeout(() => (status.textContent = describe(x, shown)), SETTLED_MS);
  }

  function move(equation, event) {
    const cells = layout(equation.dataset.equation).flatMap((item) => item.cells ?? []);
    const next = neighbour(cells, entryOf(event), event.key);
    if (!next || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    equation.querySelector(`[data-entry="${next}"]`).focus();
  }

  for (const picture of [ways, ...equations]) {
    picture.addEventListener("pointerover", (event) => event.pointerType === "mouse" && look(entryOf(event) ?? shown));
    picture.addEventListener("pointerleave", () => look(kept));
    picture.addEventListener("click", (event) => keep(entryOf(event) ?? kept));
  }
  for (const equation of equations) equation.addEventListener("keydown", (event) => move(equation, event));
  // On the svg itself this listener would make it a stop of the Tab key of its own.
  figure.querySelector(".equations").addEventListener("focusin", (event) => keep(entryOf(event)));
  form.addEventListener("input", changeX);
  form.addEventListener("submit", (event) => event.preventDefault());

  nameEntries();
  placeTabStops();
  form.hidden = false;
  figure.dataset.ready = "";
}

for (const figure of document.querySelectorAll("figure.transpose-figure")) mount(figure);
