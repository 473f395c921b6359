// Build time: `node render.mjs least-squares` prints the figure's HTML, drawn by the functions that the browser uses.

import { leastSquaresMarkup } from "./least-squares-markup.mjs";
import { transposeMarkup } from "./transpose-markup.mjs";

const FIGURES = { "least-squares": leastSquaresMarkup, transpose: transposeMarkup };
const [name] = process.argv.slice(2);
if (!(name in FIGURES)) {
  process.stderr.write(`unknown figure ${JSON.stringify(name)}; expected one of: ${Object.keys(FIGURES).join(", ")}\n`);
  process.exit(2);
}
process.stdout.write(FIGURES[name]());
