"""Repository, edit and Binder buttons, where the repository is known; where it is not, there are none."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

HOSTED = re.compile(r"(?:https://|git@|ssh://git@)github\.com[/:](?P<owner>[\w.-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?")
BRANCH = "main"


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the theme's options before the theme reads them."""
    app.connect("config-inited", _configure)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def find_repository(folder: Path) -> tuple[str, str] | None:
    """Return the owner and the name of the GitHub repository of ``folder``, or None where it has none.

    The variable ``GITHUB_REPOSITORY``, which GitHub's own runs set, goes before the remote ``origin``.
    """
    named = os.environ.get("GITHUB_REPOSITORY")
    address = f"https://github.com/{named}" if named else _origin(folder)
    match = HOSTED.fullmatch(address)
    return (match["owner"], match["name"]) if match else None


def _origin(folder: Path) -> str:
    try:
        command = ["git", "-C", str(folder), "remote", "get-url", "origin"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except OSError:  # no git on this machine: a source archive
        return ""


def _configure(app: Sphinx, config: Config) -> None:
    repository = find_repository(Path(app.srcdir))
    if repository is None:
        return
    owner, name = repository
    if not config.html_baseurl:
        config.html_baseurl = f"https://{owner.lower()}.github.io/{name}/"
    config.html_theme_options |= {
        "repository_url": f"https://github.com/{owner}/{name}",
        "repository_branch": BRANCH,
        "repository_provider": "github",
        "use_repository_button": True,
        "use_edit_page_button": True,
        "use_issues_button": True,
        "launch_buttons": {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"},
    }
