"""The book's Sphinx extensions: one module for each idea, named in ``_config.yml``.

formulas     formulas typeset by KaTeX while the site is built; a bad one is a warning with its place
repository   repository, edit and Binder buttons, where the repository is known
lean         only the icons that the pages use, and no file that no page reads
"""
