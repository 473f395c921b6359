// Moving between entries with the keys: to the nearest one in the arrow's direction, or to the first or last.

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// Sideways distance counts more, so that an arrow stays in its row or column where it can.
const SIDEWAYS = 3;

/** The entry that `key` leads to from `entry`, or undefined. `cells` are { entry, at }, in reading order. */
export function neighbour(cells, entry, key) {
  if (key === "Home") return cells[0].entry;
  if (key === "End") return cells.at(-1).entry;
  const way = DIRECTIONS[key];
  if (!way) return undefined;
  const { at } = cells.find((cell) => cell.entry === entry);
  const distances = cells.map((cell) => {
    const [across, down] = [cell.at[0] - at[0], cell.at[1] - at[1]];
    const ahead = across * way[0] + down * way[1];
    const aside = Math.abs(across * way[1]) + Math.abs(down * way[0]);
    return { entry: cell.entry, distance: ahead > 1 ? ahead + SIDEWAYS * aside : Infinity };
  });
  const nearest = distances.reduce((best, candidate) => (candidate.distance < best.distance ? candidate : best));
  return nearest.distance < Infinity ? nearest.entry : undefined;
}
