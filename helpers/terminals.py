"""JupyterLab's terminals: what is typed there finds the Python that JupyterLab runs on, and so the course's packages.

Nothing is activated where JupyterLab is started by its path, and a login shell or a person's own settings put another
Python first. So the shell is named here, and puts this one first after it has read all that.
"""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

_FILES = Path(__file__).parent / "shells"


def terminal_options() -> list[str]:
    """Return the option for JupyterLab that names the shell of its terminals."""
    command = shell_command(Path(sys.executable).parent, os.environ, os.name == "nt")
    return [f"--ServerApp.terminado_settings=shell_command={shlex.join(command)}"]


def shell_command(folder: Path, environment: Mapping[str, str], windows: bool) -> list[str]:
    """Return the command of a shell in which `python` is the one in a folder, and all else is as the person has it.

    environment : of the person, who may have chosen a shell
    >>> shell_command(Path("/course/bin"), {"SHELL": "/usr/bin/fish"}, windows=False)
    ['/usr/bin/fish', '-C', "set -gx PATH '/course/bin' $PATH"]
    """
    if windows:
        # In conda's environments python.exe stands in the folder, and what packages bring in Scripts.
        first = ";".join(str(one) for one in (folder, folder / "Scripts")).replace("'", "''")
        return ["powershell.exe", "-NoExit", "-Command", f"$env:PATH = '{first};' + $env:PATH"]
    shell = environment.get("SHELL", "")
    name = Path(shell).name
    course = f"COURSE_PYTHON_FOLDER={folder}"
    if name == "fish":
        quoted = str(folder).replace("\\", "\\\\").replace("'", "\\'")
        return [shell, "-C", f"set -gx PATH '{quoted}' $PATH"]
    if name == "zsh":
        own = f"COURSE_ZDOTDIR={environment.get('ZDOTDIR', '')}"
        return ["env", course, own, f"ZDOTDIR={_FILES / 'zsh'}", shell]
    if bash := shell if name == "bash" else shutil.which("bash"):
        return ["env", course, bash, "--rcfile", str(_FILES / "bashrc"), "-i"]
    return ["env", f"PATH={folder}{os.pathsep}{environment.get('PATH', os.defpath)}", shell or "sh"]
