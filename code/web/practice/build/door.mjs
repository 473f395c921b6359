// The bundle under node, for tests without a browser: answers each line of the input, { kind, text } in JSON, with a line.
//
//   node door.mjs BUNDLE-FOLDER

import { readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

import { boot } from "../boot.mjs";

const folder = resolve(process.argv[2]) + sep;
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const door = await boot({
  loadPyodide,
  folder,
  lock: readFileSync(join(folder, "lock.json"), "utf8"),
  checker: readFileSync(join(folder, "checker.zip")),
});
for await (const line of createInterface({ input: process.stdin })) {
  const { kind, text } = JSON.parse(line);
  console.log(JSON.stringify(door[kind](text)));
}
