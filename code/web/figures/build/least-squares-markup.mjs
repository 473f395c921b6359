// The least-squares figure as HTML: drawn at build time, so that it is complete before (or without) any script.
// The controls wait, hidden, for the module that makes them work.

import { SIZE, contourPicture, handle, handlePlace } from "../contour-picture.mjs";
import { SIZE as SPACE, spacePicture } from "../space-picture.mjs";
import { MATRICES, START_MATRIX, VIEW } from "../least-squares-problem.mjs";
import { decimal } from "../numbers.mjs";
import { TURN, begin } from "../least-squares-state.mjs";
import { contourText, describe, spaceText } from "../least-squares-words.mjs";
import { escape, translate } from "../svg.mjs";

const matrix = (A) =>
  `<span class="matrix" aria-hidden="true">${A.flat()
    .map((entry) => `<span>${entry}</span>`)
    .join("")}</span>`;

const spoken = (A) => `A with the rows ${A.map((row) => row.join(", ")).join("; ")}`;

const choice = ([name, { title, A }]) =>
  `<label class="choice"><input type="radio" name="matrix" value="${name}"${name === START_MATRIX ? " checked" : ""}>` +
  `<span>${title}<span class="visually-hidden">, ${spoken(A)}</span></span>${matrix(A)}</label>`;

const slider = (name, text, low, high, step, value, unit = "") =>
  `<label class="slider"><span>${text} <span data-shows="${name}" aria-hidden="true">${decimal(value)}${unit}</span></span>` +
  `<input type="range" name="${name}" min="${low}" max="${high}" step="${step}" value="${value}"></label>`;

const button = (name, text) => `<button type="button" name="${name}">${text}</button>`;

function controls({ x, alpha, turn, problem }) {
  return (
    `<form class="controls" autocomplete="off" hidden>` +
    `<fieldset><legend>Matrix</legend>${Object.entries(MATRICES).map(choice).join("")}</fieldset>` +
    `<div class="sliders">` +
    slider("x1", "x₁", VIEW.low, VIEW.high, 0.05, x[0]) +
    slider("x2", "x₂", VIEW.low, VIEW.high, 0.05, x[1]) +
    slider("alpha", "Step size α", problem.alpha.step, problem.alpha.high, problem.alpha.step, alpha) +
    slider("turn", "Turn the view", TURN.low, TURN.high, TURN.step, turn, "°") +
    `</div><div class="buttons">` +
    button("step", "Step: x ← x − α∇f(x)") +
    button("run", "20 steps") +
    button("minimise", "Go to the minimiser") +
    button("reset", "Reset") +
    `</div><p class="hint">Drag x, tap the left picture, or focus x and press the arrow keys (with Shift for larger steps).</p></form>`
  );
}

const picture = (name, [width, height], text, content) =>
  `<svg class="${name}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(text)}">${content}</svg>`;

/** The inside of the figure before its caption. */
export function leastSquaresMarkup() {
  const state = begin(START_MATRIX);
  const point = `<g class="handle" transform="${translate(handlePlace(state))}">${handle()}</g>`;
  const left = `<g class="drawing">${contourPicture(state)}</g>${point}`;
  const right = `<g class="drawing">${spacePicture(state)}</g>`;
  return (
    `<div class="pictures">${picture("contour-picture", [SIZE, SIZE], contourText(state), left)}` +
    `${picture("space-picture", [SPACE.width, SPACE.height], spaceText(state), right)}</div>` +
    `${controls(state)}<div class="words">${describe(state)
      .map((text) => `<p>${escape(text)}</p>`)
      .join("")}</div>` +
    `<p class="visually-hidden" role="status"></p>`
  );
}
