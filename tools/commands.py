"""The commands of ``make.py``: one function each; its docstring's first line is the command's help."""

import argparse
import sys

from tools import environment, server, site


def book(options):
    """Check every stored output of the notebooks, then build the site into _build/html."""
    environment.ensure()
    print("Running the notebooks and comparing their stored outputs ...", flush=True)
    if environment.run(*NBVAL, "-q", "--no-header", "chapters"):
        raise environment.Mistake(
            "A notebook fails, or its stored output has changed: see above for the notebook and the cell.\n"
            "If the new outputs are right, store them with: python make.py notebooks"
        )
    site.build()
    print(f"The book is in {site.HTML / 'index.html'}\nRead it with: python make.py serve")
    return 0


def serve(options):
    """Build the site if its sources have changed, and serve it on this machine."""
    environment.ensure()
    if not site.is_current():
        site.build()
    return server.serve(site.HTML, options.port, browser=options.browser)


def notebooks(options):
    """Run every notebook, or the named ones, and store the outputs."""
    environment.ensure()
    return environment.run("-m", "tools.notebooks", *options.names)


def lab(options):
    """Open the notebooks in JupyterLab."""
    environment.ensure()
    return environment.run("-m", "jupyterlab", "chapters")


def test(options):
    """Check format, types, text and code; --thorough adds the long tests."""
    environment.ensure()
    checks = [
        ["-m", "ruff", "format", "--check", "--quiet", "."],
        ["-m", "ruff", "check", "--quiet", "."],
        ["-m", "mypy", "--no-error-summary"],
        [*NBVAL, *(["--thorough"] if options.thorough else [])],
    ]
    failed = [" ".join(check[1:3]) for check in checks if environment.run(*check)]
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


NBVAL = ["-m", "pytest", "--nbval", "--nbval-current-env"]


def main(arguments):
    """Run the command that ``arguments`` name and return the exit status."""
    parser = _parser()
    if not arguments:
        parser.print_help()
        return 0
    options = parser.parse_args(arguments)
    try:
        return options.command(options)
    except environment.Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _parser():
    parser = argparse.ArgumentParser(
        prog="make.py",
        usage="python make.py COMMAND",
        description="Where Does the Transpose Come From? Build it, read it, run it, test it.",
        add_help=False,
    )
    commands = parser.add_subparsers(title="commands", metavar="", prog="python make.py")
    added = {}
    for command in (book, serve, notebooks, lab, test):
        text = command.__doc__.splitlines()[0]
        added[command] = commands.add_parser(command.__name__, help=text, description=text)
        added[command].set_defaults(command=command)
    added[serve].add_argument("--port", type=int, default=8000, help="default: 8000, or the next free one")
    added[serve].add_argument("--no-browser", dest="browser", action="store_false", help="do not open a browser")
    added[notebooks].add_argument("names", nargs="*", help="paths of notebooks; default: all")
    added[test].add_argument("--thorough", action="store_true", help="also the long tests (up to 30 minutes)")
    return parser
