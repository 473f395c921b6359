// The right picture of the least-squares figure: the space of b in parallel projection, seen from just above the plane
// in which the columns of all three matrices lie. So the direction perpendicular to range(A) points straight up.

import { add, clamp, cross, dot, norm, scale, subtract, times, unit } from "./numbers.mjs";
import { isMinimiser } from "./least-squares-problem.mjs";
import { arrow, circle, ellipse, label, line, path, rightAngle } from "./svg.mjs";

export const SIZE = { width: 360, height: 290 };
const CENTRE = [SIZE.width / 2, 190];
const ELEVATION = 0.4;
const NEAREST = [0, 1, 1];
const NORMAL = unit([1, -1, 1]);
const FIRST = unit(NEAREST);
const SECOND = cross(NORMAL, FIRST);
const MIDDLE = scale(0.5, NEAREST);
const RADIUS = 165;
const DISC = [RADIUS, RADIUS * Math.sin(ELEVATION)];
const CLOSEST_VIEW = 2.3;
const RIGHT_ANGLE = 13;
const LEAST_GRID_GAP = 9;

/** The picture's scale and projection; it draws back as far as Ax requires. */
export function camera(degrees, point) {
  const reach = Math.max(CLOSEST_VIEW, 1.06 * norm(subtract(point, MIDDLE)));
  const pixels = RADIUS / reach;
  const turn = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const project = (vector) => {
    const [u, v, w] = [FIRST, SECOND, NORMAL].map((axis) => dot(axis, vector));
    const depth = v * c - u * s;
    return [pixels * (u * c + v * s), -pixels * (w * Math.cos(ELEVATION) + depth * Math.sin(ELEVATION))];
  };
  const origin = subtract(CENTRE, project(MIDDLE));
  return { reach, pixels, direction: project, at: (vector) => add(origin, project(vector)) };
}

/** The part of the line {start + t·along} inside the disc around MIDDLE, or null. */
export function chord(start, along, reach) {
  const away = subtract(start, MIDDLE);
  const [a, half, c] = [dot(along, along), dot(away, along), dot(away, away) - reach ** 2];
  const root = half ** 2 - a * c;
  if (root <= 0) return null;
  return [-1, 1].map((side) => add(start, scale((-half + side * Math.sqrt(root)) / a, along)));
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is not below `least`. */
export function roundNumber(least) {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(least)));
  return [1, 2, 5, 10].map((digit) => digit * power).find((number) => number >= least);
}

/** Images A·x of the lines x₁ = k and x₂ = k: where A is badly conditioned they almost coincide. */
function gridImage({ columns }, view) {
  return columns
    .flatMap((fixed, j) => {
      const along = columns[1 - j];
      const gap = norm(subtract(fixed, scale(dot(fixed, along) / dot(along, along), along)));
      const every = roundNumber(LEAST_GRID_GAP / (view.pixels * gap));
      const last = Math.ceil((2 * view.reach) / (gap * every));
      const numbers = Array.from({ length: 2 * last + 1 }, (_, k) => (k - last) * every);
      return numbers.map((k) => chord(scale(k, fixed), along, view.reach)).filter(Boolean);
    })
    .map(([from, to]) => line(view.at(from), view.at(to), "grid"))
    .join("");
}

function range(p, view) {
  const name = label(
    [CENTRE[0], CENTRE[1] + DISC[1] + 20],
    `range(A), a ${p.rank === 2 ? "plane" : "line"}`,
    "note",
    "middle",
  );
  if (p.rank === 2) return ellipse(view.at(MIDDLE), DISC, 0, "range") + gridImage(p, view) + name;
  return line(...chord([0, 0, 0], p.columns[0], view.reach).map(view.at), "range-line") + name;
}

/** Right-angle marks at Ax between the residual and each column of A (one column where both share a line). */
function rightAngles(p, view, foot) {
  const up = view.direction(NORMAL);
  const columns = p.rank === 2 ? [p.columns[0], scale(-1, p.columns[1])] : [p.columns[0]];
  return columns
    .map((column) => scale(RIGHT_ANGLE / view.pixels / norm(column), column))
    .map((column) => rightAngle(foot, view.direction(column), scale(RIGHT_ANGLE / view.pixels, up)))
    .join("");
}

const kept = ([left, top]) => [clamp(left, 14, SIZE.width - 14), clamp(top, 16, SIZE.height - 8)];

/** Everything in the right picture. */
export function spacePicture({ problem: p, x, turn }) {
  const image = times(p.A, x);
  const view = camera(turn, image);
  const [zero, b, ax, foot] = [[0, 0, 0], p.b, image, NEAREST].map(view.at);
  const there = isMinimiser(p, x);
  const parts = [range(p, view)];
  if (!there) parts.push(line(b, foot, "plumb"), circle(foot, 3, "foot"));
  parts.push(arrow(zero, b, "data"), arrow(zero, ax, "image"), arrow(b, ax, "residual"), circle(zero, 3, "origin"));
  if (there) parts.push(rightAngles(p, view, ax));
  const between = scale(0.5, add(b, ax));
  const side = ax[0] >= b[0] ? 1 : -1;
  parts.push(
    label(kept(add(zero, [-8, 14])), "0", "number", "end"),
    label(kept(add(b, [-side * 6, -8])), "b", "name data-name", "middle"),
    label(kept(add(ax, [0, 19])), there ? "Ax*" : "Ax", "name image-name", "middle"),
    label(kept(add(between, [side * 8, -2])), "Ax − b", "name residual-name", side > 0 ? "start" : "end"),
  );
  return parts.join("");
}
