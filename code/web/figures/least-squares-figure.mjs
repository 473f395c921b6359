// The least-squares figure in the browser: pointer, touch, keys, sliders and buttons change the state; the state is drawn
// by the same functions that drew the static picture.

import { SIZE, contourPicture, handlePlace, toPlane } from "./contour-picture.mjs";
import { START_MATRIX } from "./least-squares-problem.mjs";
import * as change from "./least-squares-state.mjs";
import { announce, contourText, describe, spaceText } from "./least-squares-words.mjs";
import { add, decimal, scale } from "./numbers.mjs";
import { spacePicture } from "./space-picture.mjs";
import { translate } from "./svg.mjs";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const SMALL_MOVE = 0.1;
const LARGE_MOVE = 0.5;
const RUN = 20;
const RUN_PAUSE_MS = 150;
// Long enough that a screen reader hears where x came to rest, not every place on the way.
const SETTLED_MS = 400;

function mount(figure) {
  const find = (selector) => figure.querySelector(selector);
  const [left, right] = [find(".contour-picture"), find(".space-picture")];
  const [form, status, grip] = [find("form"), find("[role=status]"), find(".handle")];
  const sentences = [...figure.querySelectorAll(".words p")];
  const input = form.elements;
  let state = change.begin(START_MATRIX);
  let [frame, settling, running] = [0, 0, 0];

  function show() {
    frame = 0;
    left.querySelector(".drawing").innerHTML = contourPicture(state);
    right.querySelector(".drawing").innerHTML = spacePicture(state);
    grip.setAttribute("transform", translate(handlePlace(state)));
    grip.setAttribute("aria-valuenow", state.x[0]);
    grip.setAttribute("aria-valuetext", `x₁ = ${decimal(state.x[0])}, x₂ = ${decimal(state.x[1])}`);
    right.setAttribute("aria-label", spaceText(state));
    left.setAttribute("aria-label", contourText(state));
    describe(state).forEach((text, i) => (sentences[i].textContent = text));
    showControls();
  }

  function showControls() {
    const { alpha } = state.problem;
    Object.assign(input.alpha, { min: alpha.step, max: alpha.high, step: alpha.step });
    input.matrix.value = state.problem.name;
    const values = { x1: state.x[0], x2: state.x[1], alpha: state.alpha, turn: state.turn };
    for (const [name, value] of Object.entries(values)) {
      input[name].value = value;
      const text = decimal(value) + (name === "turn" ? "°" : "");
      input[name].setAttribute("aria-valuetext", text);
      find(`[data-shows=${name}]`).textContent = text;
    }
    for (const name of ["step", "run"]) input[name].setAttribute("aria-disabled", String(!change.canStep(state)));
  }

  function settle() {
    status.textContent = announce(state);
  }

  function become(next) {
    if (next === state) return;
    state = next;
    frame ||= requestAnimationFrame(show);
    clearTimeout(settling);
    settling = setTimeout(settle, SETTLED_MS);
  }

  /** Any touch by the reader ends a run of steps. */
  function act(next) {
    clearTimeout(running);
    become(next);
  }

  function run(steps) {
    if (steps === 0 || !change.canStep(state)) return;
    become(change.step(state));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) run(steps - 1);
    else running = setTimeout(run, RUN_PAUSE_MS, steps - 1);
  }

  function planeAt(event) {
    const box = left.getBoundingClientRect();
    const pixels = SIZE / box.width;
    return toPlane([pixels * (event.clientX - box.left), pixels * (event.clientY - box.top)]);
  }

  function bindGrip() {
    const attributes = {
      tabindex: 0,
      role: "slider",
      "aria-label": "x in the plane",
      "aria-roledescription": "point to move with the arrow keys",
    };
    const range = { "aria-valuemin": input.x1.min, "aria-valuemax": input.x1.max };
    for (const [name, value] of Object.entries({ ...attributes, ...range })) grip.setAttribute(name, value);
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      grip.setPointerCapture(event.pointerId);
      grip.focus({ preventScroll: true });
    });
    // Only the point takes the touch: everywhere else a finger scrolls the page. The CSS property touch-action would not do,
    // since browsers ignore it on parts of a drawing.
    grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    grip.addEventListener("pointermove", (event) => {
      if (grip.hasPointerCapture(event.pointerId)) act(change.dragTo(state, planeAt(event)));
    });
    grip.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act(change.moveTo(state, add(state.x, scale(event.shiftKey ? LARGE_MOVE : SMALL_MOVE, way))));
    });
    left.addEventListener("click", (event) => {
      if (!grip.contains(event.target)) act(change.dragTo(state, planeAt(event)));
    });
  }

  function bindForm() {
    const inputs = {
      x1: () => act(change.moveTo(state, [input.x1.valueAsNumber, state.x[1]])),
      x2: () => act(change.moveTo(state, [state.x[0], input.x2.valueAsNumber])),
      alpha: () => act(change.chooseAlpha(state, input.alpha.valueAsNumber)),
      turn: () => act(change.turnView(state, input.turn.valueAsNumber)),
      matrix: () => act(change.chooseMatrix(state, input.matrix.value)),
    };
    const buttons = {
      step: () => act(change.step(state)),
      run: () => (act(state), run(RUN)),
      minimise: () => act(change.moveToMinimiser(state)),
      reset: () => act(change.begin(state.problem.name)),
    };
    form.addEventListener("input", (event) => inputs[event.target.name]?.());
    form.addEventListener("click", (event) => buttons[event.target.name]?.());
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  left.setAttribute("role", "group");
  bindGrip();
  bindForm();
  show();
  form.hidden = false;
  figure.dataset.ready = "";
}

for (const figure of document.querySelectorAll("figure.least-squares-figure")) mount(figure);
