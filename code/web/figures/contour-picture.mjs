// The left picture of the least-squares figure: the plane of x, the contours of f, the gradient at x and the steps.
// The contours of a quadratic are ellipses (lines where A is rank-deficient), so they are drawn exactly.

import { add, clamp, norm, scale, subtract, unit } from "./numbers.mjs";
import { VIEW, descend, gradient, isMinimiser, objective } from "./least-squares-problem.mjs";
import { canStep, isVisible } from "./least-squares-state.mjs";
import { arrow, circle, ellipse, label, line, path, rightAngle } from "./svg.mjs";

export const SIZE = 360;
const UNIT = SIZE / (VIEW.high - VIEW.low);
const CONTOURS = 11;
const TRAIL_SHOWN = 60;
const MARGIN = 14;

/** From the plane of x to the picture, and back. */
export const toPicture = ([x1, x2]) => [UNIT * (x1 - VIEW.low), UNIT * (VIEW.high - x2)];
export const toPlane = ([left, top]) => [VIEW.low + left / UNIT, VIEW.high - top / UNIT];

const direction = ([u, v]) => [u, -v];
const perpendicular = ([u, v]) => [-v, u];

function contour(p, excess, name) {
  const centre = toPicture(p.minimiser);
  const axes = p.eigenvalues.map((value) => UNIT * Math.sqrt((2 * excess) / value));
  const degrees = (-Math.atan2(p.steep[1], p.steep[0]) * 180) / Math.PI;
  if (p.rank === 2) return ellipse(centre, axes, degrees, name);
  const along = scale(2 * SIZE, direction(perpendicular(p.steep)));
  return [-1, 1]
    .map((side) => add(centre, scale(side * axes[0], direction(p.steep))))
    .map((point) => line(subtract(point, along), add(point, along), name))
    .join("");
}

/** Contours at equal steps of ‖Ax − Ax*‖ = √(2(f − f*)), out to the farthest corner of the picture. */
function contours(p) {
  const corners = [VIEW.low, VIEW.high].flatMap((x1) => [VIEW.low, VIEW.high].map((x2) => [x1, x2]));
  const farthest = Math.max(...corners.map((corner) => objective(p, corner) - p.minimum));
  return Array.from({ length: CONTOURS }, (_, k) => contour(p, farthest * ((k + 1) / CONTOURS) ** 2, "contour")).join(
    "",
  );
}

function axes() {
  const whole = Array.from(
    { length: Math.floor(VIEW.high) - Math.ceil(VIEW.low) + 1 },
    (_, k) => Math.ceil(VIEW.low) + k,
  );
  const grid = whole.map((k) => {
    const [left, top] = toPicture([k, k]);
    const name = k === 0 ? "axis" : "grid";
    return line([left, 0], [left, SIZE], name) + line([0, top], [SIZE, top], name);
  });
  const numbers = whole.map((k) => {
    const [left, top] = toPicture([k, k]);
    const text = String(k).replace("-", "−");
    if (k === 0) return "";
    return (
      label([left, toPicture([0, 0])[1] + 14], text, "tick", "middle") +
      label([toPicture([0, 0])[0] - 5, top + 4], text, "tick", "end")
    );
  });
  const [originLeft, originTop] = toPicture([0, 0]);
  return (
    grid.join("") +
    numbers.join("") +
    label([SIZE - 6, originTop - 6], "x₁", "name", "end") +
    label([originLeft + 6, 15], "x₂", "name")
  );
}

function minimisers(p) {
  const centre = toPicture(p.minimiser);
  if (p.rank === 2) return circle(centre, 4, "minimiser") + label(add(centre, [7, -7]), "x*", "name");
  const along = scale(2 * SIZE, direction(perpendicular(p.steep)));
  return line(subtract(centre, along), add(centre, along), "minimisers");
}

function trail({ trail: places, x }) {
  const points = [...places, x]
    .slice(-TRAIL_SHOWN)
    .map(toPicture)
    .map((point) => point.map((entry) => clamp(entry, -SIZE, 2 * SIZE)));
  if (points.length < 2) return "";
  return (
    path(points, "trail") +
    points
      .slice(0, -1)
      .map((point) => circle(point, 2.5, "trail-place"))
      .join("")
  );
}

/** ∇f(x)/λmax: never longer than the way to the minimiser, and a step with α is α·λmax times as long, backwards. */
function slopeArrow({ problem: p, x }) {
  const from = toPicture(x);
  const to = toPicture(add(x, scale(1 / p.eigenvalues[0], gradient(p, x))));
  const length = norm(subtract(to, from));
  if (length < 2) return "";
  const along = unit(subtract(to, from));
  const mark = length > 26 ? rightAngle(from, scale(13, along), scale(13, perpendicular(along))) : "";
  return mark + arrow(from, to, "gradient") + nameBeside(from, to, along);
}

/** The gradient's name stands beside its arrow, on the upper side; a short arrow has it at its tip. */
function nameBeside(from, to, along) {
  const across = perpendicular(along)[1] < 0 ? perpendicular(along) : scale(-1, perpendicular(along));
  const isShort = norm(subtract(to, from)) < 70;
  const offset = isShort ? scale(12, along) : add(scale(-18, along), scale(13, across));
  const [left, top] = add(to, offset);
  const lean = isShort ? along[0] : across[0];
  const anchor = lean > 0.3 ? "start" : lean < -0.3 ? "end" : "middle";
  const room = { start: [4, SIZE - 52], middle: [30, SIZE - 30], end: [52, SIZE - 4] }[anchor];
  return label(
    [clamp(left, ...room), clamp(top + (isShort && along[1] > 0.3 ? 12 : 4), MARGIN, SIZE - 6)],
    "∇f(x)",
    "name gradient-name",
    anchor,
  );
}

function stepArrow(state) {
  if (!canStep(state)) return "";
  const { problem: p, x, alpha } = state;
  return arrow(toPicture(x), toPicture(descend(p, x, alpha)), "step");
}

/** Where x stands in the picture; on its edge, and said to be away, when steps have carried it outside. */
export function handlePlace(state) {
  const place = toPicture(state.x).map((entry) => clamp(entry, MARGIN, SIZE - MARGIN));
  return isVisible(state) ? toPicture(state.x) : place;
}

/** The point's name, where neither the gradient nor the step is drawn. */
function pointName({ problem: p, x }) {
  if (isMinimiser(p, x)) return label(add(toPicture(x), [0, 24]), "x", "name", "middle");
  const away = unit(direction(gradient(p, x)));
  const offset = scale(17, unit(subtract(perpendicular(away), away)));
  return label(add(toPicture(x), add(offset, [0, 5])), "x", "name", "middle");
}

/** Everything in the left picture but the handle. */
export function contourPicture(state) {
  const { problem: p, x } = state;
  const excess = objective(p, x) - p.minimum;
  const parts = [axes(), contours(p), minimisers(p), trail(state)];
  if (!isVisible(state))
    return parts.concat(label([SIZE / 2, SIZE - 12], "x is outside the picture", "note", "middle")).join("");
  if (!isMinimiser(p, x)) parts.push(contour(p, excess, "contour here"), stepArrow(state), slopeArrow(state));
  return parts.concat(pointName(state)).join("");
}

/** The point x itself, drawn around the origin of its own group. It stays the same element while a finger is on it. */
export const handle = () =>
  circle([0, 0], 22, "touch-area") + circle([0, 0], 13, "focus-ring") + circle([0, 0], 7, "point");
