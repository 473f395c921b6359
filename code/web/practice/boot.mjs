// Python with the checker in it: the same start in the worker of a browser and, for the tests, in node.

// What a script in Python could reach in the page that runs it: nothing.
const NOTHING = Object.freeze(Object.create(null));

/**
 * Start Python from the bundle.
 *
 * @param loadPyodide the function of the bundle's pyodide.mjs
 * @param folder address of the bundle, with a slash at its end
 * @param lock text of the bundle's lock.json
 * @param checker a promise of the bytes of the bundle's checker.zip
 * @returns the door of the checker: functions from text to text
 */
export async function boot({ loadPyodide, folder, lock, checker }) {
  const python = await loadPyodide({
    indexURL: folder,
    stdLibURL: `${folder}stdlib.zip`,
    lockFileContents: lock,
    jsglobals: NOTHING,
    env: { HOME: "/tmp", PYTHONPATH: "/lib/checker.zip", PYTHONDONTWRITEBYTECODE: "1" },
    fsInit: async (files) => files.writeFile("/lib/checker.zip", await checker),
  });
  const live = python.pyimport("matgrad.derivation.live");
  const { check_json: checkJson } = python.pyimport("matgrad.derivation.schema");
  const desk = live.Desk();
  return {
    check: (form) => desk.check(form),
    goOn: () => desk.go_on(),
    read: (text) => live.read_text(text),
    write: (form) => live.write_text(form),
    json: (request) => checkJson(request),
  };
}
