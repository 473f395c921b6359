// The pictures of the transpose figure: the way forward as an equation, the way back as an equation,
// and both ways as lines between the entries of x and the entries of r.

import { add, decimal, scale, subtract, unit } from "./numbers.mjs";
import { flow, marks, valueOf, values } from "./transpose-model.mjs";
import { arrow, circle, label, line, path, rectangle, translate } from "./svg.mjs";

export const EQUATION = { width: 360, height: 158 };
export const WAYS = { width: 360, height: 330 };

const CELL = { width: 34, height: 32 };
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

const SIGN_WIDTH = 20;
const GAP = 5;
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
    if (typeof item === "string") return { sign: item, at: [start + SIGN_WIDTH / 2 - GAP / 2, MIDDLE + 5] };
    const top = MIDDLE - (item.rows * CELL.height) / 2;
    const centre = ({ row, column }) => [start + BRACKET + (column - 0.5) * CELL.width, top + (row - 0.5) * CELL.height];
    return { ...item, start, top, cells: cells(item).map((cell) => ({ entry: cell.entry, at: centre(cell) })) };
  });
}

function brackets({ start, top, rows, ...item }) {
  const [left, right, bottom] = [start, start + blockWidth(item), top + rows * CELL.height];
  const side = (edge, inward) => path([[edge + inward, top], [edge, top], [edge, bottom], [edge + inward, bottom]], "bracket");
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

const NODE = 20;
const leftNode = (j) => [74, 105 + 120 * (j - 1)];
const rightNode = (i) => [286, 65 + 100 * (i - 1)];
const ALL = [1, 2, 3].flatMap((i) => [1, 2].map((j) => [i, j]));
// Where an edge's number stands on it, so that numbers of crossing edges keep apart.
const NUMBER_AT = { "1-1": 0.5, "1-2": 0.72, "2-1": 0.36, "2-2": 0.36, "3-1": 0.72, "3-2": 0.5 };

function edge([i, j], weight, way) {
  const [from, to] = [leftNode(j), rightNode(i)];
  const along = scale(NODE + 3, unit(subtract(to, from)));
  const [start, end] = [add(from, along), subtract(to, along)];
  const zero = weight === 0 ? " zero" : "";
  const drawn = {
    forward: () => arrow(start, end, "edge forward" + zero),
    back: () => arrow(end, start, "edge back" + zero),
    both: () => arrow(start, end, "edge forward" + zero) + arrow(end, start, "edge back" + zero),
    none: () => line(start, end, "edge" + zero),
  }[way]();
  const place = add(start, scale(NUMBER_AT[`${i}-${j}`], subtract(end, start)));
  return `<g data-entry="A-${i}-${j}">${drawn}${circle(place, 10, "edge-ground")}${label(add(place, [0, 5]), decimal(weight), "number", "middle")}</g>`;
}

function node(at, entry, value, name, below, mark) {
  const text = label([0, 5], decimal(value), "number", "middle");
  const lines = label([0, -NODE - 8], name, "name", "middle") + label([0, NODE + 17], below, "note", "middle");
  return `<g class="entry" data-entry="${entry}" data-mark="${mark ?? ""}" transform="${translate(at)}">${circle([0, 0], NODE, "cell")}${text}${lines}</g>`;
}

/** The same entries as ways: forward from x to r, back from r to Aᵀr. */
export function waysPicture(x, chosen) {
  const { A, r, gradient } = values(x);
  const marked = marks(chosen);
  const { way, edges } = flow(chosen);
  const used = (i, j) => edges.some(([p, q]) => p === i && q === j);
  const order = [...ALL].sort((p, q) => used(...p) - used(...q));
  const lines = order.map(([i, j]) => edge([i, j], A[i - 1][j - 1], used(i, j) ? way : "none"));
  const left = [1, 2].map((j) => {
    const mark = marked.get(`gradient-${j}`) ?? marked.get(`x-${j}`);
    return node(leftNode(j), `x-${j}`, x[j - 1], `x${"₁₂"[j - 1]}`, `(Aᵀr)${"₁₂"[j - 1]} = ${decimal(gradient[j - 1])}`, mark);
  });
  const right = [1, 2, 3].map((i) => {
    const mark = marked.get(`back-${i}`) ?? marked.get(`r-${i}`) ?? marked.get(`Ax-${i}`);
    return node(rightNode(i), `back-${i}`, r[i - 1], `r${"₁₂₃"[i - 1]}`, "", mark);
  });
  const forward = way === "back" ? "" : " used";
  const back = way === "forward" ? "" : " used";
  return (
    lines.join("") + left.join("") + right.join("") +
    label([180, 18], "forward with A →", `way forward${forward}`, "middle") +
    label([180, WAYS.height - 8], "← back with Aᵀ", `way back${back}`, "middle")
  );
}
