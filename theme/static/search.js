// Search that finds sections by any word of their titles, and shows formulas as text. On the search page only.
"use strict";

const SECTION_SCORE = 14; // just below a page whose own title holds the words, above words in a text

// Sphinx itself compares a section's title only with queries of at least half its length.
const pageResults = Search._performSearch;
Search._performSearch = (query, ...terms) => {
  const words = splitQuery(query.toLowerCase());
  const results = pageResults(query, ...terms);
  const known = new Set(results.map((result) => result[0] + result[2]));
  const { alltitles, docnames, filenames, titles } = Search._index;
  for (const [title, places] of Object.entries(alltitles)) {
    if (!words.length || !words.every((word) => title.toLowerCase().includes(word))) continue;
    for (const [file, id] of places) {
      if (id === null || known.has(`${docnames[file]}#${id}`)) continue;
      results.push([docnames[file], `${titles[file]} > ${title}`, `#${id}`, null, SECTION_SCORE, filenames[file]]);
    }
  }
  for (const result of results) result[1] = readable(result[1]);
  return results.sort(_orderResultsByScoreThenName);
};

// Titles come as TeX where they hold formulas.
function readable(title) {
  return title
    .replace(/\^\{?\\(?:top|mathsf\s*\{?T\}?)\}?/g, "ᵀ")
    .replace(/\\nabla\s*/g, "∇")
    .replace(/\\[a-zA-Z]+\s*|[{}]/g, "");
}

// KaTeX writes each formula three times: as MathML, as TeX and as glyphs. Excerpts show the first, and no menus.
const NOT_TEXT =
  ".katex-html, .katex annotation, .bd-header-article, #jb-print-docs-body, #pst-secondary-sidebar, .prev-next-footer";
const pageText = Search.htmlToText;
Search.htmlToText = (html, anchor) => {
  // A figure's own style sheet would be refused by the policy of this page.
  const page = new DOMParser().parseFromString(html.replace(/<style[^]*?<\/style>/g, ""), "text/html");
  page.querySelectorAll(NOT_TEXT).forEach((part) => part.remove());
  return pageText(page.documentElement.outerHTML, anchor);
};
