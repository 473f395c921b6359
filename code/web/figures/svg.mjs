// SVG as strings: the same functions draw at build time, where there is no document, and in the browser.
// Presentation comes from classes only; a style attribute would break the site's content security policy.

import { add, norm, scale, subtract, unit } from "./numbers.mjs";

const pixel = (value) => {
  const rounded = value.toFixed(1).replace(/\.0$/, "");
  return rounded === "-0" ? "0" : rounded;
};

export const escape = (text) =>
  String(text).replace(
    /[&<>"]/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character],
  );

export const translate = ([x, y]) => `translate(${pixel(x)} ${pixel(y)})`;

export const path = (points, name, closed = false) =>
  `<path class="${name}" d="M${points.map((point) => point.map(pixel).join(" ")).join("L")}${closed ? "Z" : ""}"/>`;

export const line = (from, to, name) => path([from, to], name);

export const circle = (centre, radius, name) =>
  `<circle class="${name}" cx="${pixel(centre[0])}" cy="${pixel(centre[1])}" r="${pixel(radius)}"/>`;

export const ellipse = (centre, [a, b], degrees, name) =>
  `<ellipse class="${name}" rx="${pixel(a)}" ry="${pixel(b)}" transform="${translate(centre)} rotate(${pixel(degrees)})"/>`;

export const rectangle = ([x, y], width, height, name, corner = 0) =>
  `<rect class="${name}" x="${pixel(x)}" y="${pixel(y)}" width="${pixel(width)}" height="${pixel(height)}" rx="${pixel(corner)}"/>`;

export const label = ([x, y], text, name, anchor = "start") =>
  `<text class="${name}" x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}">${escape(text)}</text>`;

const HEAD_LENGTH = 10;
const HEAD_HALF_WIDTH = 4.5;

/** A line with a head. The head is drawn, not a marker: markers need ids, and a page may hold the figure twice. */
export function arrow(from, to, name) {
  const length = norm(subtract(to, from));
  if (length < 2) return "";
  const along = unit(subtract(to, from));
  const across = [-along[1], along[0]];
  const head = Math.min(HEAD_LENGTH, 0.6 * length);
  const neck = subtract(to, scale(head, along));
  const wing = scale((HEAD_HALF_WIDTH * head) / HEAD_LENGTH, across);
  return line(from, neck, name) + path([to, add(neck, wing), subtract(neck, wing)], `${name} head`, true);
}

/** The mark of a right angle at `corner` between two directions, given as vectors of the mark's side lengths. */
export const rightAngle = (corner, first, second) =>
  path([add(corner, first), add(add(corner, first), second), add(corner, second)], "right-angle");
