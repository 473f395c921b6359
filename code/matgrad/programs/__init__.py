"""Programs that need more than the book does: JAX, PyTorch, Dask. Each with the output that it once had.

A notebook shows the stored output, with its date, everywhere: ``programs.stored("gradient_in_jax")``.
Where a program's packages are installed, ``programs.repeated`` also runs it, and refuses to show an output
that is no longer true. The outputs are stored by ``python -m benchmarks programs``.
"""

import html
import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from importlib import resources

PACKAGES = {
    "gradient_in_jax": ("jax",),
    "gradient_in_torch": ("torch",),
    "gradient_on_a_cluster": ("dask", "distributed"),
    "gradient_stays_lazy": ("dask",),
}
PATIENCE = 600  # seconds: far more than any of the programs takes


@dataclass(frozen=True)
class Program:
    """A program, and what it printed on the day when its output was stored.

    Attributes
    ----------
    name : str
        Name of the module in ``matgrad.programs``.
    source : str
    output : str
    versions : str
        Python and the packages with which it ran.
    date : str
        Day of the run, as year-month-day.
    """

    name: str
    source: str
    output: str
    versions: str
    date: str

    def __str__(self) -> str:
        return f"{self.output.rstrip()}\n{self._origin()}"

    __repr__ = __str__

    def _repr_html_(self) -> str:
        output, origin = html.escape(self.output), html.escape(self._origin())
        return f'<div class="matgrad-program"><pre>{output}</pre><p><small>{origin}</small></p></div>'

    def _origin(self) -> str:
        return f"Printed by matgrad.programs.{self.name} on {self.date}, {self.versions}."


def stored(name: str) -> Program:
    """Program with its stored output.

    Parameters
    ----------
    name : str
        One of ``PACKAGES``.

    Returns
    -------
    Program

    Raises
    ------
    ValueError
        If there is no such program.

    Examples
    --------
    >>> print(stored("gradient_in_jax").output.splitlines()[0])
    jax.grad of f at x:      [2. 1.]
    """
    _require_known(name)
    data = json.loads(_folder().joinpath("outputs", f"{name}.json").read_text(encoding="utf-8"))
    source = _folder().joinpath(f"{name}.py").read_text(encoding="utf-8")
    return Program(name, source, data["output"], data["versions"], data["date"])


def repeated(name: str) -> Program:
    """Program with its stored output, which is tested first where its packages are installed.

    Parameters
    ----------
    name : str
        One of ``PACKAGES``.

    Returns
    -------
    Program

    Raises
    ------
    ValueError
        If there is no such program.
    RuntimeError
        If the program stops with an error, or prints something else than is stored.

    Examples
    --------
    >>> print(repeated("gradient_in_jax").output.splitlines()[0])
    jax.grad of f at x:      [2. 1.]
    """
    program = stored(name)
    if not missing(name):
        printed = run(name)
        if printed != program.output:
            raise RuntimeError(
                f"matgrad.programs.{name} prints something else than on {program.date}. It printed:\n\n{printed}\n"
                f"instead of:\n\n{program.output}"
            )
    return program


def run(name: str, *arguments: str) -> str:
    """What the program prints now.

    Parameters
    ----------
    name : str
        One of ``PACKAGES``.
    *arguments : str
        For its command line: ``gradient_on_a_cluster`` takes the address of a scheduler.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no such program.
    RuntimeError
        If a package is not installed, or the program stops with an error.

    Examples
    --------
    >>> run("gradient_in_fortran")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: there is no program 'gradient_in_fortran': expected one of gradient_in_jax, ...
    """
    if missing(name):
        packages = " and ".join(missing(name))
        raise RuntimeError(f"matgrad.programs.{name} needs {packages}, which this Python does not have.")
    command = [sys.executable, "-X", "utf8", "-m", f"{__name__}.{name}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=False)
    if done.returncode:
        raise RuntimeError(f"matgrad.programs.{name} stopped with an error:\n\n{done.stderr}")
    return done.stdout


def missing(name: str) -> list[str]:
    """Packages of a program that are not installed.

    Parameters
    ----------
    name : str
        One of ``PACKAGES``.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If there is no such program.

    Examples
    --------
    >>> set(missing("gradient_in_jax")) <= {"jax"}
    True
    """
    _require_known(name)
    return [package for package in PACKAGES[name] if importlib.util.find_spec(package) is None]


def _require_known(name: str) -> None:
    if name not in PACKAGES:
        raise ValueError(f"there is no program '{name}': expected one of {', '.join(sorted(PACKAGES))}.")


def _folder() -> resources.abc.Traversable:
    return resources.files(__name__)
