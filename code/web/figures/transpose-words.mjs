// The transpose figure in words: for every entry the sum that makes it, or the sums that it enters.

import { column, decimal, factor, subscript } from "./numbers.mjs";
import { A, parts, values } from "./transpose-model.mjs";

const sum = (weights, entries, total) =>
  `${weights.map((weight, k) => `${factor(weight)}·${factor(entries[k])}`).join(" + ")} = ${decimal(total)}`;

const columnOfA = (j) => A.map((row) => row[j - 1]);

const carries = (i, j) =>
  `Entry a${subscript(i)}${subscript(j)} = ${decimal(A[i - 1][j - 1])} of A is entry (${j}, ${i}) of Aᵀ. ` +
  `Forward it carries x${subscript(j)} into entry ${i} of Ax; back it carries r${subscript(i)} into entry ${j} of Aᵀr.`;

const SENTENCES = {
  A: (_, [i, j]) => carries(i, j),
  At: (_, [j, i]) => carries(i, j),
  x: ({ x }, [j]) =>
    `x${subscript(j)} = ${decimal(x[j - 1])} goes forward through column ${j} of A: ` +
    `it adds ${factor(x[j - 1])} times ${column(columnOfA(j))} to Ax.`,
  Ax: ({ x, Ax }, [i]) => `Entry ${i} of Ax = row ${i} of A times x = ${sum(A[i - 1], x, Ax[i - 1])}.`,
  b: ({ b, r }, [i]) =>
    `b${subscript(i)} = ${decimal(b[i - 1])} is subtracted from entry ${i} of Ax, ` +
    `which leaves r${subscript(i)} = ${decimal(r[i - 1])}.`,
  r: ({ Ax, b, r }, [i]) =>
    `Entry ${i} of r = entry ${i} of Ax minus entry ${i} of b = ` +
    `${decimal(Ax[i - 1])} − ${factor(b[i - 1])} = ${decimal(r[i - 1])}.`,
  back: ({ r }, [i]) =>
    `r${subscript(i)} = ${decimal(r[i - 1])} goes back through row ${i} of A, which is column ${i} of Aᵀ: ` +
    `it adds ${factor(r[i - 1])} times ${column(A[i - 1])} to Aᵀr.`,
  gradient: ({ r, gradient }, [j]) =>
    `Entry ${j} of Aᵀr = column ${j} of A times r = ${sum(columnOfA(j), r, gradient[j - 1])}. ` +
    `Column ${j} of A is row ${j} of Aᵀ.`,
};

/** What the chosen entry is made of, in one or two sentences. */
export function describe(x, entry) {
  const { block, indices } = parts(entry);
  return SENTENCES[block](values(x), indices);
}

/** Text alternative of the picture of the ways. */
export function waysText(x) {
  const { Ax, r, gradient } = values(x);
  return (
    `On the left the entries of x, on the right those of Ax and r, and between them a line for each entry of A. ` +
    `Forward, x = ${column(x)} becomes Ax = ${column(Ax)}; less b, this is r = ${column(r)}. ` +
    `Back along the same lines, r becomes Aᵀr = ${column(gradient)}.`
  );
}

/** Name and text alternative of an equation. */
export function equationText(x, equation) {
  const { Ax, r, b, gradient } = values(x);
  return equation === "forward"
    ? `Forward: A times x = ${column(x)} is Ax = ${column(Ax)}; less b = ${column(b)} it is r = ${column(r)}.`
    : `Back: Aᵀ times r = ${column(r)} is Aᵀr = ${column(gradient)}.`;
}
