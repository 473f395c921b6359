// The mathematics of the least-squares figure: f(x) = ½‖Ax − b‖² for a 3×2 matrix A, its gradient, minimisers and steps.

import { add, dot, norm, scale, subtract, times, transpose } from "./numbers.mjs";

export const B = [1, 0, 2];
export const START = [1, 1]; // the worked example of every chapter
export const VIEW = { low: -2.5, high: 3.5 };

// All columns lie in one plane and (0, 1, 1) is always reachable, so the three problems share the nearest point Ax*,
// the residual (−1, 1, −1) and f* = 3/2; only the way there differs. Each step-size range passes 2/λmax.
export const MATRICES = {
  well: {
    title: "Well conditioned",
    A: [
      [1, 0],
      [1, 1],
      [0, 1],
    ],
    alpha: { start: 0.25, step: 0.05, high: 0.8 },
  },
  badly: {
    title: "Badly conditioned",
    A: [
      [0, 1],
      [1, 3],
      [1, 2],
    ],
    alpha: { start: 0.06, step: 0.01, high: 0.15 },
  },
  deficient: {
    title: "Rank-deficient",
    A: [
      [0, 0],
      [1, 2],
      [1, 2],
    ],
    alpha: { start: 0.06, step: 0.02, high: 0.24 },
  },
};
export const START_MATRIX = "well";

// An eigenvalue of AᵀA this far below the largest one is zero with rounding.
const ZERO_EIGENVALUE = 1e-12;
// A gradient this short is zero with rounding; the figure's numbers are of size 1.
const ZERO_GRADIENT = 1e-9;
// Beyond this objective the steps have left every picture: they are stopped and the figure says so.
export const HOPELESS = 1e12;

/** Eigenvalues of the symmetric [[p, q], [q, s]], largest first, and the unit eigenvector of the largest. */
function eigen([[p, q], [, s]]) {
  const mean = (p + s) / 2;
  const radius = Math.hypot((p - s) / 2, q);
  const steep = q === 0 ? (p >= s ? [1, 0] : [0, 1]) : [q, mean + radius - p];
  return { values: [mean + radius, Math.max(0, mean - radius)], steep: scale(1 / norm(steep), steep) };
}

/** Everything about the problem that does not depend on x. */
export function problem(name) {
  const { title, A, alpha } = MATRICES[name];
  const columns = transpose(A);
  const gram = columns.map((a) => times(columns, a));
  const { values, steep } = eigen(gram);
  const rank = values[1] > ZERO_EIGENVALUE * values[0] ? 2 : 1;
  const limit = 2 / values[0];
  const shared = {
    name,
    title,
    A,
    b: B,
    columns,
    gram,
    eigenvalues: rank === 2 ? values : [values[0], 0],
    steep,
    rank,
    alpha,
    limit,
  };
  const minimiser = nearestMinimiser(shared, [0, 0]);
  return { ...shared, minimiser, minimum: objective(shared, minimiser) };
}

export const residual = ({ A, b }, x) => subtract(times(A, x), b);
export const objective = (p, x) => 0.5 * dot(residual(p, x), residual(p, x));
export const gradient = (p, x) => times(p.columns, residual(p, x));
export const isMinimiser = (p, x) => norm(gradient(p, x)) < ZERO_GRADIENT;

/** The minimiser nearest to x: the only one when A has rank 2, else the foot of x on the line of minimisers. */
export function nearestMinimiser({ columns, gram, eigenvalues, steep, rank, b }, x) {
  const right = times(columns, b);
  if (rank === 1) return add(x, scale(dot(steep, subtract(right, times(gram, x))) / eigenvalues[0], steep));
  const [[p, q], [, s]] = gram;
  const determinant = p * s - q * q;
  return [(s * right[0] - q * right[1]) / determinant, (p * right[1] - q * right[0]) / determinant];
}

/** One step of gradient descent, x − α∇f(x). */
export const descend = (p, x, alpha) => subtract(x, scale(alpha, gradient(p, x)));

/** What each step does to the distance from the minimisers along the eigenvectors of AᵀA: 1 − αλ, steep one first. */
export const stepFactors = (p, alpha) => p.eigenvalues.map((value) => 1 - alpha * value);

/** Where the steps lead: "settle", "jump" (α = 2/λmax: to and fro for ever) or "diverge". */
export function outlook(p, alpha) {
  const [steep] = stepFactors(p, alpha);
  if (Math.abs(Math.abs(steep) - 1) < 1e-9) return "jump";
  return Math.abs(steep) < 1 ? "settle" : "diverge";
}
