// The pictures of the transpose figure: the way forward as an equation, the way back as an equation,
// and both ways as lines between the entries of x and the entries of r.

import { add, decimal, scale, subscript, subtract } from "./numbers.mjs";
import { flow, marks, valueOf } from "./transpose-model.mjs";
import { arrow, circle, label, line, path, rectangle, translate } from "./svg.mjs";

export const EQUATION = { width: 360, height: 158 };
export const WAYS = { width: 360, height: 344 };

const CELL = { width: 33, height: 32 };
const BRACKET = 5;
const MIDDLE = 78;

const FORWARD = [
  { block: "A", name: "A", rows: 3, columns: 2 },
  { block: "x", name: "x", rows: 2 },
  "=",
  { block: "Ax", name: "Ax", rows: 3 },
  "−",
  { block: "b", name: "b", rows: 3 },
  "=",
  { block: "r", name: "r", rows: 3 },
];
const BACK = [
  { block: "At", name: "Aᵀ", rows: 2, columns: 3 },
  { block: "back", name: "r", rows: 3 },
  "=",
  { block: "gradient", name: "Aᵀr", rows: 2 },
];

const SIGN_WIDTH = 16;
const GAP = 12;
const blockWidth = ({ columns = 1 }) => columns * CELL.width + 2 * BRACKET;
const itemWidth = (item) => (typeof item === "string" ? SIGN_WIDTH : blockWidth(item) + GAP);

function cells({ block, rows, columns }) {
  const indices = Array.from({ length: rows }, (_, i) => i + 1);
  if (!columns) return indices.map((i) => ({ entry: `${block}-${i}`, row: i, column: 1 }));
  const across = Array.from({ length: columns }, (_, j) => j + 1);
  return indices.flatMap((i) => across.map((j) => ({ entry: `${block}-${i}-${j}`, row: i, column: j })));
}

/** Every entry of an equation with the centre of its cell: what is drawn, and what the arrow keys move between. */
export function layout(equation) {
  const items = equation === "forward" ? FORWARD : BACK;
  const total = items.reduce((width, item) => width + itemWidth(item), -GAP);
  let left = (EQUATION.width - total) / 2;
  return items.map((item) => {
    const start = left;
    left += itemWidth(item);
    if (typeof item === "string") return { sign: item, at: [start + (SIGN_WIDTH - GAP) / 2, MIDDLE + 6] };
    const top = MIDDLE - (item.rows * CELL.height) / 2;
    const centre = ({ row, column }) => [
      start + BRACKET + (column - 0.5) * CELL.width,
      top + (row - 0.5) * CELL.height,
    ];
    return { ...item, start, top, cells: cells(item).map((cell) => ({ entry: cell.entry, at: centre(cell) })) };
  });
}

function brackets({ start, top, rows, ...item }) {
  const [left, right, bottom] = [start, start + blockWidth(item), top + rows * CELL.height];
  const side = (edge, inward) =>
    path(
      [
        [edge + inward, top],
        [edge, top],
        [edge, bottom],
        [edge + inward, bottom],
      ],
      "bracket",
    );
  return side(left, BRACKET) + side(right, -BRACKET);
}

function cell(x, { entry, at }, mark) {
  const corner = [1 - CELL.width / 2, 1 - CELL.height / 2];
  return (
    `<g class="entry" data-entry="${entry}" data-mark="${mark ?? ""}" transform="${translate(at)}">` +
    rectangle(corner, CELL.width - 2, CELL.height - 2, "cell", 4) +
    label([0, 5], decimal(valueOf(x, entry)), "number", "middle") +
    `</g>`
  );
}

function block(x, item, marked) {
  const centre = item.start + blockWidth(item) / 2;
  const name = label([centre, MIDDLE - 1.5 * CELL.height - 10], item.name, "name", "middle");
  const shape = label([centre, MIDDLE + 1.5 * CELL.height + 18], `${item.rows}×${item.columns ?? 1}`, "note", "middle");
  return brackets(item) + name + shape + item.cells.map((entry) => cell(x, entry, marked.get(entry.entry))).join("");
}

/** One equation, with the marks that belong to the chosen entry. */
export function equationPicture(equation, x, chosen) {
  const marked = marks(chosen);
  return layout(equation)
    .map((item) => (item.sign ? label(item.at, item.sign, "sign", "middle") : block(x, item, marked)))
    .join("");
}

// The ways: on the left x and, below it, what comes back; on the right Ax and, below it, what goes back.
const STACK = { width: 46, height: 30 };
const LEFT_MIDDLES = [
  [96, 118],
  [96, 226],
];
const RIGHT_MIDDLES = [
  [264, 66],
  [264, 172],
  [264, 278],
];
const ALL = [1, 2, 3].flatMap((i) => [1, 2].map((j) => [i, j]));
// Where an edge's number stands on it, from left to right, so that numbers of crossing edges keep apart.
const NUMBER_AT = { "1-1": 0.5, "1-2": 0.7, "2-1": 0.3, "2-2": 0.3, "3-1": 0.7, "3-2": 0.5 };

/** The line of a_ij between the upper cells (forward), the lower cells (back) or the middles (when not in use). */
function wayLine([i, j], weight, way) {
  const height = { forward: -0.5, back: 0.5, none: 0 }[way] * STACK.height;
  // Lines that meet at a cell keep a little apart, so that each arrow head is seen.
  const start = add(LEFT_MIDDLES[j - 1], [STACK.width / 2 + 3, height + 8 * (i - 2)]);
  const end = add(RIGHT_MIDDLES[i - 1], [-STACK.width / 2 - 3, height + 10 * (j - 1.5)]);
  const name = `edge ${way}${weight === 0 ? " zero" : ""}`;
  const drawn = {
    forward: () => arrow(start, end, name),
    back: () => arrow(end, start, name),
    none: () => line(start, end, name),
  }[way]();
  const place = add(start, scale(NUMBER_AT[`${i}-${j}`], subtract(end, start)));
  const number = circle(place, 10, "edge-ground") + label(add(place, [0, 5]), decimal(weight), "number", "middle");
  return `<g data-entry="A-${i}-${j}">${drawn}${number}</g>`;
}

function stackCell(x, middle, upper, entry, name, mark) {
  const centre = add(middle, [0, (upper ? -0.5 : 0.5) * STACK.height]);
  const outward = middle[0] < WAYS.width / 2 ? -1 : 1;
  return (
    `<g class="entry" data-entry="${entry}" data-mark="${mark ?? ""}" transform="${translate(centre)}">` +
    rectangle([1 - STACK.width / 2, 1 - STACK.height / 2], STACK.width - 2, STACK.height - 2, "cell", 5) +
    label([0, 6], decimal(valueOf(x, entry)), "number", "middle") +
    label([outward * (STACK.width / 2 + 6), 5], name, "name", outward < 0 ? "end" : "start") +
    `</g>`
  );
}

const direction = (text, place, name, used) => label(place, text, `way ${name}${used ? " used" : ""}`, "middle");

/** The same entries as ways: forward from x to Ax, back from r to Aᵀr. */
export function waysPicture(x, chosen) {
  const marked = marks(chosen);
  const { way, edges } = flow(chosen);
  const used = ([i, j]) => edges.some(([p, q]) => p === i && q === j);
  const directions = way === "both" ? ["forward", "back"] : [way];
  const weight = ([i, j]) => valueOf(x, `A-${i}-${j}`);
  const idle = ALL.filter((place) => !used(place)).map((place) => wayLine(place, weight(place), "none"));
  const busy = ALL.filter(used).flatMap((place) => directions.map((towards) => wayLine(place, weight(place), towards)));
  const left = LEFT_MIDDLES.flatMap((middle, k) => [
    stackCell(x, middle, true, `x-${k + 1}`, `x${subscript(k + 1)}`, marked.get(`x-${k + 1}`)),
    stackCell(x, middle, false, `gradient-${k + 1}`, `(Aᵀr)${subscript(k + 1)}`, marked.get(`gradient-${k + 1}`)),
  ]);
  const right = RIGHT_MIDDLES.flatMap((middle, k) => [
    stackCell(x, middle, true, `Ax-${k + 1}`, `(Ax)${subscript(k + 1)}`, marked.get(`Ax-${k + 1}`)),
    stackCell(x, middle, false, `back-${k + 1}`, `r${subscript(k + 1)}`, marked.get(`back-${k + 1}`)),
  ]);
  return [
    ...idle,
    ...busy,
    ...left,
    ...right,
    direction("forward with A →", [WAYS.width / 2, 22], "forward", way !== "back"),
    direction("← back with Aᵀ", [WAYS.width / 2, WAYS.height - 12], "back", way !== "forward"),
  ].join("");
}
