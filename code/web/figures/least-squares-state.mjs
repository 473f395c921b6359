// What the least-squares figure remembers, and every change a reader can make to it. States are never modified.

import { clamp, norm, subtract } from "./numbers.mjs";
import {
  HOPELESS,
  START,
  VIEW,
  descend,
  isMinimiser,
  nearestMinimiser,
  objective,
  problem,
} from "./least-squares-problem.mjs";

export const TURN = { low: -90, high: 90, step: 5, start: -30 };
// A pointer this close to the minimiser means the minimiser: a hand cannot hit a point exactly.
const SNAP = 0.06;

/** The state before anybody touched the figure, with one of the three matrices. */
export function begin(name) {
  const p = problem(name);
  return { problem: p, x: START, trail: [], alpha: p.alpha.start, turn: TURN.start };
}

export const chooseMatrix = (state, name) => ({ ...begin(name), turn: state.turn });
export const chooseAlpha = (state, alpha) => ({ ...state, alpha });
export const turnView = (state, turn) => ({ ...state, turn });

const inside = (x) => x.map((entry) => clamp(Math.round(entry * 100) / 100, VIEW.low, VIEW.high));

/** x moved by hand: kept in the picture and to two decimals; the trail of earlier steps is gone. */
export const moveTo = (state, x) => ({ ...state, x: inside(x), trail: [] });

/** As moveTo, but a place next to a minimiser counts as the minimiser. */
export function dragTo(state, x) {
  const target = nearestMinimiser(state.problem, inside(x));
  return norm(subtract(target, inside(x))) < SNAP ? { ...state, x: target, trail: [] } : moveTo(state, x);
}

export const moveToMinimiser = (state) => ({ ...state, x: nearestMinimiser(state.problem, state.x), trail: [] });

export const isLost = ({ problem: p, x }) => objective(p, x) > HOPELESS;
export const canStep = (state) => !isLost(state) && !isMinimiser(state.problem, state.x);

/** One step of gradient descent; the place left behind joins the trail. */
export function step(state) {
  if (!canStep(state)) return state;
  return { ...state, x: descend(state.problem, state.x, state.alpha), trail: [...state.trail, state.x] };
}

/** True when x is in the picture (steps may leave it, hands may not). */
export const isVisible = ({ x }) => x.every((entry) => entry >= VIEW.low && entry <= VIEW.high);
