"""The book's Sphinx extensions: one module for each idea, named in ``_config.yml``.

formulas     formulas typeset by KaTeX while the site is built; a bad one is a warning with its place
tables       an empty corner of a table is no heading
interactive  the figures that move: drawn while the site is built, by the functions that redraw them in the browser
gradient_table  the table of gradients of chapter 6, with the script that filters it and copies from it
catalogue_page  the catalogue of mistakes as a page, from the checker's own catalogue
assignments  what an assignment asks for, and its notebook to download
repository   repository, edit and Binder buttons, where the repository is known
pages        what a page tells browsers and search engines; front page, 404 page, site map
buttons      the row of buttons above a page
lean         only the icons that the pages use, and no file that no page reads
policy       a Content-Security-Policy on every page
node         where the JavaScript engine is
"""
