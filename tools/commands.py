"""The commands of ``make.py``: one function each; its docstring is the command's help."""

import argparse
import subprocess
import sys

from tools import environment, server, site

NBVAL = ["-m", "pytest", "--nbval", "--nbval-current-env"]
# A notebook's cells need one kernel, a page's tests one browser: a file's tests stay together.
SIDE_BY_SIDE = ["--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", "--no-loadscope-reorder"]


def book(options: argparse.Namespace) -> int:
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


def serve(options: argparse.Namespace) -> int:
    """Build the site if its sources have changed, and serve it on this machine."""
    environment.ensure()
    if not site.is_current():
        site.build()
    return server.serve(site.HTML, options.port, browser=options.browser)


def notebooks(options: argparse.Namespace) -> int:
    """Run every notebook, or the named ones, and store the outputs."""
    environment.ensure()
    return environment.run("-m", "tools.notebooks", *options.names)


def lab(options: argparse.Namespace) -> int:
    """Open the notebooks in JupyterLab."""
    environment.ensure()
    paths = sorted((environment.ROOT / "chapters").rglob("*.ipynb"))
    # JupyterLab strips the formulas of stored outputs until a notebook is signed on this machine or run.
    environment.run("-m", "nbformat.sign", *map(str, paths), stdout=subprocess.DEVNULL)
    return environment.run("-m", "jupyterlab", "chapters")


def test(options: argparse.Namespace) -> int:
    """Check format, types, text and code; --thorough adds the long tests."""
    environment.ensure()
    if not site.is_current():
        site.build()
    checks = [
        ["-m", "ruff", "format", "--check", "--quiet", "."],
        ["-m", "ruff", "check", "--quiet", "."],
        ["-m", "mypy", "--no-error-summary"],
        [*NBVAL, *SIDE_BY_SIDE, *(["--thorough"] if options.thorough else [])],
    ]
    failed = [" ".join(check[1:3]) for check in checks if environment.run(*check)]
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def bench(options: argparse.Namespace) -> int:
    """Measure against other packages and store the book's tables; --peers installs them first."""
    environment.ensure()
    if options.peers:
        environment.install_peers()
    return environment.run("-m", "benchmarks", *options.topics)


def main(arguments: list[str]) -> int:
    """Run the command that ``arguments`` name and return the exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_overview())
        return 0
    if arguments[0] not in {command.__name__ for command in COMMANDS}:
        print(f"There is no command '{arguments[0]}'.\n\n{_overview()}", file=sys.stderr)
        return 2
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except environment.Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


COMMANDS = [book, serve, notebooks, lab, test, bench]


def _overview() -> str:
    lines = [f"  python make.py {command.__name__:<10} {command.__doc__}" for command in COMMANDS]
    return "\n".join(["Where Does the Transpose Come From? Build it, read it, run it, test it.", "", *lines])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make.py")
    commands = parser.add_subparsers(prog="python make.py")
    added = {}
    for command in COMMANDS:
        added[command] = commands.add_parser(command.__name__, description=command.__doc__)
        added[command].set_defaults(command=command)
    added[serve].add_argument("--port", type=int, default=8000, help="default: 8000, or the next free one")
    added[serve].add_argument("--no-browser", dest="browser", action="store_false", help="do not open a browser")
    added[notebooks].add_argument("names", nargs="*", help="paths of notebooks; default: all")
    added[test].add_argument("--thorough", action="store_true", help="also the long tests (up to 30 minutes)")
    added[bench].add_argument("topics", nargs="*", help="what to measure; default: everything")
    added[bench].add_argument("--peers", action="store_true", help="first install the packages to compare with (large)")
    return parser
