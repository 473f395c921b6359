// Small vectors and matrices (arrays of rows), and how the figures write their numbers.

export const dot = (u, v) => u.reduce((sum, entry, i) => sum + entry * v[i], 0);
export const add = (u, v) => u.map((entry, i) => entry + v[i]);
export const subtract = (u, v) => u.map((entry, i) => entry - v[i]);
export const scale = (factor, u) => u.map((entry) => factor * entry);
export const norm = (u) => Math.hypot(...u);
export const unit = (u) => scale(1 / norm(u), u);
export const transpose = (A) => A[0].map((_, j) => A.map((row) => row[j]));
export const times = (A, x) => A.map((row) => dot(row, x));
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export const cross = (u, v) => [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];

const SUPERSCRIPTS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

export const subscript = (number) => [...String(number)].map((digit) => SUBSCRIPTS[digit]).join("");

function powerOfTen(value, digits) {
  const [mantissa, exponent] = value.toExponential(digits).split("e");
  const raised = [...String(Number(exponent))].map((character) => SUPERSCRIPTS[character]).join("");
  return `${Number(mantissa)} × 10${raised}`;
}

// What is smaller than this is rounding of numbers of size 1, so it is written as 0.
const ROUNDING = 1e-10;

/** A number as a reader writes it: at most `digits` decimals, powers of ten for the very small and the very large. */
export function decimal(value, digits = 2) {
  const size = Math.abs(value);
  if (size < ROUNDING) return "0";
  const written =
    size < 0.5 * 10 ** -digits || size >= 1e5 ? powerOfTen(size, 1) : String(Number(size.toFixed(digits)));
  return (value < 0 ? "−" : "") + written;
}

/** A column written in one line: (1, −0.5). */
export const column = (u, digits = 2) => `(${u.map((entry) => decimal(entry, digits)).join(", ")})`;

/** An entry as a factor: negative numbers stand in brackets. */
export const factor = (value) => (value < 0 ? `(${decimal(value)})` : decimal(value));
