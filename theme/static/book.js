// What every page does beyond the theme: print.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("print-page")?.addEventListener("click", () => window.print());
});
