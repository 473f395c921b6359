// The sentences of the page about itself; what is said about a derivation comes from the checker.

const COMMAND = "Install the book's module and run “matgrad check FILE” instead; it says the same.";
const SHOWN_LIMITS = { check: "check", explain: "search for a repair" };

/** What the page is doing, in one sentence; `size` says what is loaded: its bytes, and megabytes on their way. */
export function stateInWords(state, detail, size, limits) {
  switch (state) {
    case "starting":
      return loadingInWords(detail.loaded ?? 0, size);
    case "checking":
      return "Checking …";
    case "explaining":
      return "Looking for causes and repairs …";
    case "stopped":
      return stoppedInWords(detail.reason, limits);
    case "failed":
      return `The checker cannot run here: ${detail.reason}. ${COMMAND}`;
    default:
      return "";
  }
}

function loadingInWords(loaded, { bytes, megabytes }) {
  if (loaded >= bytes) return "Starting the checker …";
  return `Loading the checker (${megabytes} MB, once): ${Math.floor((100 * loaded) / bytes)} % …`;
}

function stoppedInWords(reason, limits) {
  if (reason === "reader") return "Stopped. The checker has been started afresh.";
  const rest = reason === "check" ? "Change a line or make the derivation shorter." : "The verdicts stand.";
  return `The ${SHOWN_LIMITS[reason]} took longer than ${limits[reason] / 1000} seconds and was stopped. ${rest}`;
}

/** Why WebAssembly cannot be used in this browser, or "" if it can. */
export function obstacle(scope) {
  if (typeof scope.Worker !== "function") return missing("has no workers");
  if (typeof scope.WebAssembly !== "object") return missing("has no WebAssembly");
  try {
    // The smallest module there is: a blocked engine refuses even this one.
    new scope.WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    return "";
  } catch {
    return missing("does not let pages run WebAssembly");
  }
}

const missing = (what) => `This browser ${what}, which the checker needs. ${COMMAND}`;
