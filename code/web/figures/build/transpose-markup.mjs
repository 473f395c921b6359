// The transpose figure as HTML, drawn at build time with one entry chosen, so that it says something before any script runs.

import { LIMIT, START, START_ENTRY } from "../transpose-model.mjs";
import { EQUATION, WAYS, equationPicture, waysPicture } from "../transpose-picture.mjs";
import { describe, equationText, waysText } from "../transpose-words.mjs";
import { decimal } from "../numbers.mjs";
import { escape } from "../svg.mjs";

const slider = (name, text, value) =>
  `<label class="slider"><span>${text} <span data-shows="${name}" aria-hidden="true">${decimal(value)}</span></span>` +
  `<input type="range" name="${name}" min="${-LIMIT}" max="${LIMIT}" step="1" value="${value}"></label>`;

const equation = (name) =>
  `<svg class="equation" data-equation="${name}" viewBox="0 0 ${EQUATION.width} ${EQUATION.height}" ` +
  `role="img" aria-label="${escape(equationText(START, name))}">` +
  `${equationPicture(name, START, START_ENTRY)}</svg>`;

/** The inside of the figure before its caption. */
export function transposeMarkup() {
  return (
    `<div class="pictures"><svg class="ways" viewBox="0 0 ${WAYS.width} ${WAYS.height}" ` +
    `role="img" aria-label="${escape(waysText(START))}">` +
    `${waysPicture(START, START_ENTRY)}</svg><div class="equations">` +
    equation("forward") +
    equation("back") +
    `</div></div><p class="words">${escape(describe(START, START_ENTRY))}</p>` +
    `<form class="controls" autocomplete="off" hidden><div class="sliders">` +
    `${slider("x1", "x₁", START[0])}${slider("x2", "x₂", START[1])}</div>` +
    `<p class="hint">Point at an entry, tap it, or press Tab and the arrow keys, to see the sum that makes it.</p></form>` +
    `<p class="visually-hidden" role="status"></p>`
  );
}
