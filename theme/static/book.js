// What the pages do beyond the theme: print, and search results that show formulas as text.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("print-page")?.addEventListener("click", () => window.print());
});

if (typeof Search !== "undefined") {
  const textOf = Search.htmlToText;
  // KaTeX writes each formula three times: as MathML, as TeX source and as glyphs. Results show the first.
  Search.htmlToText = (html, anchor) => {
    // A figure's own style sheet would be refused by the policy of the search page.
    const page = new DOMParser().parseFromString(html.replace(/<style[^]*?<\/style>/g, ""), "text/html");
    page.querySelectorAll(".katex-html, .katex annotation").forEach((copy) => copy.remove());
    return textOf(page.documentElement.outerHTML, anchor);
  };
}
