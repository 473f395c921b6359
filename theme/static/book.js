// What every page does beyond the theme: print, and let the keyboard scroll what is too wide.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("print-page")?.addEventListener("click", () => window.print());

  const boxes = document.querySelectorAll(
    ".katex-display, .bd-article pre, .cell_output > .output, .pst-scrollable-table-container, :has(> svg.book-figure)",
  );
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  boxes.forEach((box) => {
    box.tabIndex = 0; // until it is laid out, which may be much later
    watcher.observe(box);
  });
});
