"""What protects the course from a student's program on this machine, found by trying.

``bubblewrap``: no network, no view of anything but Python, nothing to write to but a small folder that vanishes; and
all that ``limits`` gives. ``limits``: limits on time, memory, processor, files and processes. ``time``: a limit on
time, where the system has no other (Windows). A level counts only after a program that tries to break it has failed.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matgrad.grading.errors import GradingError

BUBBLEWRAP, LIMITS, TIME = "bubblewrap", "limits", "time"
NOBODY = 65534
"""The account without rights, on every Linux."""
SYSTEM = ("/lib", "/lib32", "/lib64", "/bin", "/sbin")
TEMPORARY_BYTES = 16_000_000
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
}  # fmt: skip
PROTECTED = {
    BUBBLEWRAP: "no network, no view of the course, limits on time, memory, processor, files and processes",
    LIMITS: "limits on time, memory, processor, files and processes; "
    "the network, your files and your other programs are open to it",
    TIME: "a limit on time; the network, your files, your other programs and the machine's memory are open to it",
}


@dataclass(frozen=True, slots=True)
class Isolation:
    """How students' programs are run.

    Attributes
    ----------
    level : str
        "bubblewrap", "limits" or "time".
    hidden : tuple of str
        Folders that no program may see, even where they stand inside of Python's.
    account : int
        The account that programs run as, where the grader runs as root; 0 for the grader's own.
    """

    level: str
    hidden: tuple[str, ...] = ()
    account: int = 0

    def command(self, python: Sequence[str]) -> list[str]:
        """Return the command that runs Python behind this isolation."""
        return [*sandbox(self.hidden, bool(self.account)), *python] if self.level == BUBBLEWRAP else list(python)


def sandbox(hidden: Sequence[str], by_root: bool) -> list[str]:
    """Return the call of bubblewrap."""
    program = shutil.which("bwrap") or "bwrap"
    call = [program, "--die-with-parent", "--new-session", "--clearenv"]
    if by_root:  # the program gives up root itself, once it has read its libraries
        call += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
        call += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        call += ["--unshare-all"]
    for name, value in ENVIRONMENT.items():
        call += ["--setenv", name, value]
    # first what is empty, so that Python is seen wherever it stands, even below /tmp
    call += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", str(TEMPORARY_BYTES), "--tmpfs", "/tmp"]
    call += ["--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    call += ["--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            call += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            call += ["--ro-bind", str(path), str(path)]
    shown = python_folders()
    for folder in shown:
        for above in reversed(Path(folder).parents[:-1]):  # readable for every account, whatever it is outside
            call += ["--perms", "0755", "--dir", str(above)]
        call += ["--ro-bind", folder, folder]
    for folder in hidden:
        if any(Path(folder).is_relative_to(each) for each in (*shown, "/usr")) and Path(folder).is_dir():
            call += ["--tmpfs", folder]
    return [*call, "--chdir", "/tmp"]


def python_folders() -> list[str]:
    """Return the folders that Python and NumPy need, outermost first, each once."""
    executable = Path(sys.executable)
    places: list[str | Path] = [sys.prefix, sys.base_prefix, executable.parent, executable.resolve().parent.parent,
              Path(np.__file__).parents[1]]  # fmt: skip
    found: list[Path] = []
    for place in sorted({Path(each) for each in places}, key=lambda path: len(path.parts)):
        if not any(place.is_relative_to(each) for each in (*found, Path("/usr"))):
            found.append(place)
    return [str(each) for each in found]


ATTEMPT = """
import socket

def attempt(port):
    broken = [0.0, 0.0, 0.0, 0.0]
    try:
        socket.create_connection(("127.0.0.1", int(port)), 1).close()
        broken[0] = 1.0
    except OSError:
        pass
    try:
        open({secret!r}).close()
        broken[1] = 1.0
    except OSError:
        pass
    try:
        open({target!r}, "w").close()
        broken[2] = 1.0
    except OSError:
        pass
    try:
        import os
        if os.fork() == 0:
            os._exit(0)
        broken[3] = 1.0
    except (AttributeError, OSError):
        pass
    return broken
"""
"""Tries to reach the network, to read and to write outside, and to start a process."""


def broken(isolation: Isolation, folder: Path) -> list[str]:
    """Return what a program could do that tried; an empty list if nothing.

    Parameters
    ----------
    isolation : Isolation
    folder : Path
        A folder of the course, where the program tries to read and to write.

    Raises
    ------
    GradingError
        If no program can be run at all.
    """
    from matgrad.grading.box import Box, Limits
    from matgrad.grading.functions import AnswerError

    with (
        tempfile.TemporaryDirectory(
            dir=Path(__file__).parent if os.access(Path(__file__).parent, os.W_OK) else None
        ) as place,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        secret, target = Path(place) / "secret", Path(place) / "target"
        secret.write_text("secret", "utf-8")
        Path(place).chmod(0o777)  # only isolation is to stand in the way
        code = ATTEMPT.format(secret=str(secret), target=str(target))
        try:
            with Box(code, "attempt", isolation, Limits()) as box:
                found = np.asarray(box.call(float(server.getsockname()[1])))
        except AnswerError as error:
            raise GradingError(f"no program can be run with {isolation.level}: {error}") from None
    names = ("reach the network", "read the course", "write to the course", "start processes")
    return [name for name, tried in zip(names, found, strict=True) if tried]


def found(hidden: Sequence[Path], folder: Path) -> tuple[Isolation, str]:
    """Return the best isolation that this machine has, and why it is not better; "" if it is the best there is.

    Parameters
    ----------
    hidden : sequence of Path
        Folders of the course.
    folder : Path
        One of them that can be written to, for the trial.
    """
    hide = tuple(str(path.resolve()) for path in (*hidden, Path(__file__).parents[1]))  # the answers, and this package
    account = own_account()
    if shutil.which("bwrap") is None:
        return weaker(account, folder), "bubblewrap is not installed"
    best = Isolation(BUBBLEWRAP, hide, account)
    try:
        open_ways = broken(best, folder)
    except GradingError as error:
        return weaker(account, folder), str(error)
    if open_ways:
        return weaker(account, folder), f"behind bubblewrap a program can {' and '.join(open_ways)}"
    return best, ""


def weaker(account: int, folder: Path) -> Isolation:
    """Return what is left without bubblewrap.

    Raises
    ------
    GradingError
        If the grader is root and programs cannot run as another account: no student's program ever runs as root.
    """
    if on_windows():
        return Isolation(TIME)
    if account:
        try:
            broken(Isolation(LIMITS, (), account), folder)
        except GradingError as error:
            raise GradingError(
                "you are root, and programs cannot be run as the account 'nobody' here: "
                f"{error}. Run this command from an ordinary account, or install bubblewrap"
            ) from None
    return Isolation(LIMITS, (), account)


def own_account() -> int:
    """Return the account that students' programs run as: one without rights where this process is root."""
    return NOBODY if is_root() else 0


def on_windows() -> bool:
    """Whether this system has no limits and no accounts to change to."""
    return os.name == "nt"


def is_root() -> bool:
    """Whether this process may do everything."""
    return not on_windows() and os.geteuid() == 0
