// The transpose figure without its picture: forward Ax and r = Ax − b, back Aᵀr, and which entries belong together.
// An entry is named by its block and its place, counted from 1: "A-2-1", "x-1", "Ax-3", "gradient-2".

import { subtract, times, transpose } from "./numbers.mjs";

export const A = [
  [1, 0],
  [1, 1],
  [0, 1],
];
export const B = [1, 0, 2];
export const START = [1, 1]; // the worked example of every chapter
export const START_ENTRY = "gradient-2";
export const LIMIT = 3;

const ROWS = [1, 2, 3];
const COLUMNS = [1, 2];

/** All numbers of the figure at x. `back` is r again, where it enters Aᵀ. */
export function values(x) {
  const image = times(A, x);
  const r = subtract(image, B);
  return { A, x, Ax: image, b: B, r, At: transpose(A), back: r, gradient: times(transpose(A), r) };
}

/** The name of an entry taken apart: its block and its indices. */
export function parts(entry) {
  const [block, ...indices] = entry.split("-");
  return { block, indices: indices.map(Number) };
}

export function valueOf(x, entry) {
  const { block, indices } = parts(entry);
  return indices.reduce((array, index) => array[index - 1], values(x)[block]);
}

const rowOfA = (i) => COLUMNS.map((j) => `A-${i}-${j}`);
const columnOfA = (j) => ROWS.map((i) => `A-${i}-${j}`);
const asTransposed = (entries) => entries.map((entry) => entry.replace(/^A-(\d)-(\d)$/, "At-$2-$1"));

const RELATIVES = {
  A: ([i, j]) => ({ parts: [`x-${j}`, `Ax-${i}`, `back-${i}`, `gradient-${j}`], mirror: [`At-${j}-${i}`] }),
  At: ([j, i]) => ({ parts: [`x-${j}`, `Ax-${i}`, `back-${i}`, `gradient-${j}`], mirror: [`A-${i}-${j}`] }),
  x: ([j]) => ({ parts: columnOfA(j), mirror: asTransposed(columnOfA(j)) }),
  Ax: ([i]) => ({ parts: [...rowOfA(i), "x-1", "x-2"], mirror: asTransposed(rowOfA(i)) }),
  b: ([i]) => ({ parts: [`r-${i}`], mirror: [] }),
  r: ([i]) => ({ parts: [`Ax-${i}`, `b-${i}`], mirror: [`back-${i}`] }),
  back: ([i]) => ({ parts: asTransposed(rowOfA(i)), mirror: [...rowOfA(i), `r-${i}`] }),
  gradient: ([j]) => ({
    parts: [...asTransposed(columnOfA(j)), ...ROWS.map((i) => `back-${i}`)],
    mirror: columnOfA(j),
  }),
};

/** The marks while `chosen` is looked at: "chosen", "part" (of its sum) or "mirror" (the same number elsewhere). */
export function marks(chosen) {
  const { block, indices } = parts(chosen);
  const { parts: terms, mirror } = RELATIVES[block](indices);
  const pairs = [
    ...mirror.map((entry) => [entry, "mirror"]),
    ...terms.map((entry) => [entry, "part"]),
    [chosen, "chosen"],
  ];
  return new Map(pairs);
}

/** The entries of A in use while `chosen` is looked at, as [i, j], and whether they carry forward, back or both ways. */
export function flow(chosen) {
  const { block, indices } = parts(chosen);
  const [first, second] = indices;
  const ways = {
    A: () => ({ way: "both", edges: [[first, second]] }),
    At: () => ({ way: "both", edges: [[second, first]] }),
    x: () => ({ way: "forward", edges: ROWS.map((i) => [i, first]) }),
    Ax: () => ({ way: "forward", edges: COLUMNS.map((j) => [first, j]) }),
    b: () => ({ way: "forward", edges: [] }),
    r: () => ({ way: "forward", edges: COLUMNS.map((j) => [first, j]) }),
    back: () => ({ way: "back", edges: COLUMNS.map((j) => [first, j]) }),
    gradient: () => ({ way: "back", edges: ROWS.map((i) => [i, first]) }),
  };
  return ways[block]();
}
