// Makes the bundle that the browser loads: Pyodide's core as it is, its standard library cut down to what the checker uses,
// and the checker itself, both compiled by the very interpreter that will run them. Stock Pyodide compiles some two hundred
// modules at every start; that is the larger part of its start-up time.
//
//   node bundle.mjs PYODIDE-FOLDER MATGRAD-FOLDER COMPILER OUT-FOLDER
//
// The same inputs give the same bytes.

import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"];
const CHECKER = /^(__init__|derivation\/.*)\.py$/;
const [pyodideFolder, matgradFolder, compiler, out] = process.argv.slice(2);

/** All files below a folder with their paths from it, in order. */
function filesBelow(folder, prefix = "") {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = prefix ? `${prefix}/${entry.name}` : entry.name;
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    });
}

// Node would print the line of the minified program in which an error arose: only its message helps.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: pyodideFolder, env: { PYTHONHASHSEED: "0" } });
python.FS.mkdirTree("/in");
python.FS.writeFile("/in/stdlib.zip", readFileSync(join(pyodideFolder, "python_stdlib.zip")));
for (const path of filesBelow(matgradFolder).filter((path) => CHECKER.test(path))) {
  const target = `/in/matgrad/${path}`;
  python.FS.mkdirTree(target.slice(0, target.lastIndexOf("/")));
  python.FS.writeFile(target, readFileSync(join(matgradFolder, path)));
}
python.runPython(readFileSync(compiler, "utf8"));
const said = python.runPython("main()");

mkdirSync(out, { recursive: true });
for (const file of CORE) copyFileSync(join(pyodideFolder, file), join(out, file));
for (const file of ["stdlib.zip", "checker.zip"]) writeFileSync(join(out, file), python.FS.readFile(`/out/${file}`));
const { info } = JSON.parse(readFileSync(join(pyodideFolder, "pyodide-lock.json"), "utf8"));
// The interpreter wants to know what it was built with; there are no packages to load.
writeFileSync(join(out, "lock.json"), JSON.stringify({ info, packages: {} }) + "\n");
console.log(said);
