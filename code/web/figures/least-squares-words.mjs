// The least-squares figure in words: what a reader who does not see the picture needs, and everybody can check.

import { add, column, decimal, dot, norm, subtract } from "./numbers.mjs";
import {
  descend,
  gradient,
  isMinimiser,
  nearestMinimiser,
  objective,
  outlook,
  residual,
  stepFactors,
} from "./least-squares-problem.mjs";
import { isLost, isVisible } from "./least-squares-state.mjs";

/** Where x is, and how far Ax is from b. */
export function place(state) {
  const { problem, x } = state;
  const away = isVisible(state) ? "" : " (outside the picture)";
  return `x = ${column(x)}${away}, Ax − b = ${column(residual(problem, x))}, f(x) = ½‖Ax − b‖² = ${decimal(objective(problem, x), 4)}.`;
}

/** The minimisers of a rank-1 problem as an equation, scaled so that the first coefficient is 1. */
function minimiserLine({ columns: [first, second], b }) {
  const length = dot(first, first);
  return `x₁ + ${decimal(dot(first, second) / length)}x₂ = ${decimal(dot(first, b) / length)}`;
}

/** The gradient, and what it says about the two pictures. */
export function slope({ problem, x }) {
  const written = `∇f(x) = Aᵀ(Ax − b) = ${column(gradient(problem, x))}`;
  if (!isMinimiser(problem, x)) return `${written}: uphill, at a right angle to the contour through x.`;
  const which =
    problem.rank === 2
      ? "x is the minimiser"
      : `x is a minimiser, as is every point of the line ${minimiserLine(problem)}`;
  return `${written}: the residual is at right angles to range(A), so ${which}.`;
}

function pace({ rank }, [steep, flat]) {
  const along = `along the steep axis by ${decimal(steep)}`;
  return rank === 2
    ? `each step multiplies the distance from the minimiser ${along}, along the flat axis by ${decimal(flat)}`
    : `each step multiplies the distance from the line of minimisers by ${decimal(steep)} and moves nothing along it`;
}

// Where x has no part along the steep axis, no step size can make the steps diverge along it.
const isSteepPartZero = ({ problem, x }) =>
  Math.abs(dot(problem.steep, subtract(x, nearestMinimiser(problem, x)))) < 1e-9;

function forecast(state) {
  const { problem, alpha } = state;
  const limit = `2/λmax = ${decimal(problem.limit, 3)}`;
  const factors = pace(problem, stepFactors(problem, alpha));
  const where = outlook(problem, alpha);
  if (where === "settle") return `α is below ${limit}: ${factors}.`;
  if (isSteepPartZero(state)) return `α is not below ${limit}, but x lies on the flat axis: ${factors}.`;
  if (where === "jump") return `α is exactly ${limit}: the steps jump to and fro across the minimisers for ever.`;
  return `α is beyond ${limit}: ${factors}, so the steps diverge.`;
}

/** What the next step does, and where more of them lead. */
export function nextStep(state) {
  const { problem, x, alpha } = state;
  if (isLost(state)) return "The steps have diverged: f has passed 10¹². Reset, and choose a smaller α.";
  const step = `A step with α = ${decimal(alpha)}`;
  if (isMinimiser(problem, x)) return `${step} leaves x where it is, because the gradient is zero.`;
  const next = descend(problem, x, alpha);
  const [before, after] = [objective(problem, x), objective(problem, next)];
  const change =
    Math.abs(after - before) < 1e-9 * before ? "leaves f at" : after < before ? "lowers f to" : "raises f to";
  return `${step} leads to ${column(next)} and ${change} ${decimal(after, 4)}. ${forecast(state)}`;
}

/** The whole state: the sentences under the picture. */
export const describe = (state) => [place(state), slope(state), nextStep(state)];

/** The state in brief, for a screen reader while x moves. */
export function announce(state) {
  const { problem, x } = state;
  const end = isMinimiser(problem, x) ? "This is a minimiser." : `Gradient ${column(gradient(problem, x))}.`;
  return `x = ${column(x)}, f(x) = ${decimal(objective(problem, x), 4)}. ${end}`;
}

/** Text alternative of the left picture. */
export function contourText({ problem, x }) {
  const contours =
    problem.rank === 2
      ? `ellipses around the minimiser ${column(problem.minimiser)}`
      : `straight lines beside the line of minimisers ${minimiserLine(problem)}`;
  const there = isMinimiser(problem, x)
    ? "the gradient is zero there"
    : `the gradient ${column(gradient(problem, x))} starts there, perpendicular to the contour`;
  return `Plane of x with the contours of f: ${contours}. x is at ${column(x)}; ${there}.`;
}

/** Text alternative of the right picture. */
export function spaceText({ problem, x }) {
  const r = residual(problem, x);
  const range = problem.rank === 2 ? "the plane range(A)" : "the line range(A)";
  const angle = isMinimiser(problem, x) ? "is" : "is not";
  return (
    `Space of b with ${range}, the point b = ${column(problem.b)} off it and Ax = ${column(add(problem.b, r))} on it. ` +
    `The residual Ax − b, of length ${decimal(norm(r))}, ${angle} perpendicular to range(A).`
  );
}
