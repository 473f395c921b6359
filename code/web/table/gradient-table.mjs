// The filter above the table of gradients, and the buttons that copy a row. Without this script the table stands as it is.
import { matches, tally, words } from "./filter.mjs";

const tables = [...document.querySelectorAll("table.gradient-table")];
const rows = tables.flatMap((table) => [...table.tBodies]).map((body) => ({ body, text: searchable(body) }));
const status = Object.assign(document.createElement("p"), { className: "gradient-status" });
status.setAttribute("role", "status"); // a live region: screen readers say what changed, the focus stays

if (tables.length) {
  for (const { body } of rows) addButtons(body);
  sectionOf(tables[0]).before(filterBox());
}

/** What the filter reads: name, reason, shapes, source, LaTeX and NumPy, and the group's name. */
function searchable(body) {
  const group = body.parentElement.caption.textContent;
  const name = body.querySelector("th").textContent;
  return [group, name, ...[...body.querySelectorAll("p, pre")].map((part) => part.textContent)].join(" ");
}

/** The search field with its label and the sentence that counts. */
function filterBox() {
  const box = document.createElement("search");
  box.className = "gradient-filter";
  const label = Object.assign(document.createElement("label"), { textContent: "Filter the table " });
  const field = Object.assign(document.createElement("input"), {
    type: "search",
    autocomplete: "off",
    placeholder: "trace, log det, Cookbook 84 …",
  });
  label.append(field);
  box.append(label, status);
  field.addEventListener("input", () => show(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.value = "";
    show("");
  });
  status.textContent = tally(rows.length, rows.length, []);
  addEventListener("hashchange", () => revealTarget(field));
  return box;
}

/** Show the rows that fit, and the groups that have one. */
function show(text) {
  const wanted = words(text);
  for (const row of rows) row.body.hidden = !matches(row.text, wanted);
  for (const table of tables) sectionOf(table).hidden = [...table.tBodies].every((body) => body.hidden);
  status.textContent = tally(rows.filter(({ body }) => !body.hidden).length, rows.length, wanted);
}

/** A link to a hidden row clears the filter. */
function revealTarget(field) {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest("[hidden]")) return;
  field.value = "";
  show("");
  target.scrollIntoView();
}

/** A table with its heading. */
function sectionOf(table) {
  return table.closest("section");
}

/** One button for each form of a row. */
function addButtons(body) {
  const name = body.querySelector("th").textContent;
  const bar = Object.assign(document.createElement("div"), { className: "gradient-copy" });
  for (const form of body.querySelectorAll("pre")) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.textContent = `Copy ${form.dataset.form}`;
    button.setAttribute("aria-label", `Copy ${form.dataset.form}: ${name}`);
    button.addEventListener("click", () => copy(form, name, button));
    bar.append(button);
  }
  body.querySelector("details").before(bar);
}

/** Copy a form; where the browser does not allow it, unfold and select it, ready for the keys. */
async function copy(form, name, button) {
  try {
    await navigator.clipboard.writeText(form.textContent);
    status.textContent = `Copied: ${form.dataset.form} of ${name}.`;
    mark(button);
  } catch {
    form.closest("details").open = true;
    getSelection().selectAllChildren(form);
    status.textContent = `The browser does not let a page copy. ${form.dataset.form} of ${name} is selected: press Ctrl+C.`;
  }
}

/** The button says it too, for those who see it; the status line may be far above. */
function mark(button) {
  const text = button.textContent;
  if (text === "Copied") return;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = text), 1500);
}
