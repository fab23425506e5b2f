"""Prepare a virtual environment from a lock file, then run the course or its checks in it.

`make lab` and `make test` call this with whatever Python they find, so it uses the standard library alone and
no syntax newer than Python 3.6: an old Python must get a sentence, not a SyntaxError.
"""

import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Iterator, List, Optional, Tuple

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class SetupError(Exception):
    """Something that the person at the keyboard can put right; the message says how."""


def supported_pythons() -> Iterator[Tuple[int, str]]:
    """Yield (minor version, command) of the supported Pythons on this machine, newest first."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        for command in ["python3.%d" % minor, sys.executable, "python3", "python"] + managed(minor):
            if command and version_of(command) == (3, minor):
                yield minor, command
                break


def managed(minor: int) -> List[str]:
    """Return the Pythons 3.`minor` that pyenv or uv keep beside the path, newest patch first."""
    home = os.path.expanduser("~")
    folders = [
        os.path.join(os.environ.get("PYENV_ROOT", os.path.join(home, ".pyenv")), "versions", "3.%d.*" % minor),
        os.path.join(home, ".local", "share", "uv", "python", "cpython-3.%d.*" % minor),
    ]
    found = [path for folder in folders for path in glob.glob(os.path.join(folder, "bin", "python"))]
    return sorted(found, key=lambda path: [int(n) for n in re.findall("[0-9]+", path)], reverse=True)


def version_of(command: str) -> Optional[Tuple[int, int]]:
    """Return (major, minor) of a Python command, or None where it does not run."""
    # A lone sys.executable answers at once; a stub (a shim without a version behind it, or the Windows
    # shop's alias) exists on the path and still fails, so each candidate is run and not only looked up.
    if not (os.path.isabs(command) or shutil.which(command)):
        return None
    try:
        out = subprocess.run(
            [command, "-c", "import sys; print(sys.version_info[0], sys.version_info[1])"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=30,
            check=True,
        ).stdout.split()
        return int(out[0]), int(out[1])
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return None


def choose_python(oldest: bool = False) -> str:
    """Return the newest (or the oldest) supported Python that has venv; say what to do if none has."""
    found = list(supported_pythons())
    if oldest:
        found.reverse()
    if not found:
        have = "%d.%d" % tuple(sys.version_info[:2])
        raise SetupError(
            "This course needs Python 3.11 to 3.14 and found only Python %s: "
            "install a newer one from python.org and run the command again." % have
        )
    for _, command in found:
        probe = [command, "-c", "import ensurepip, venv"]
        if subprocess.run(probe, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            return command
    minor = found[0][0]
    raise SetupError(
        "Python 3.%d is here but its venv module is missing: on Debian or Ubuntu run "
        "'sudo apt install python3.%d-venv', then run the command again." % (minor, minor)
    )


def python_name(command: str) -> str:
    """Return a Python command's name and version, such as "Python 3.12"."""
    return "Python %d.%d" % (version_of(command) or (0, 0))


def venv_python(venv: str) -> str:
    """Return the path of a virtual environment's Python."""
    where = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(venv, *where)


def fingerprint(lock: str, python_version: Optional[Tuple[int, int]]) -> str:
    """Return what an environment was made from: the lock, the way the course installs, the Python, the place."""
    digest = hashlib.sha256()
    # The settings are copied when the course is installed, so a change of theirs asks for a new installation.
    settings = sorted(glob.glob(os.path.join(ROOT, "helpers", "jupyter", "**", "*.json"), recursive=True))
    for name in [lock, os.path.join(ROOT, "pyproject.toml")] + settings:
        with open(name, "rb") as stream:
            digest.update(stream.read())
    digest.update(repr((python_version, ROOT)).encode())
    return digest.hexdigest()


def ensure(venv: str, lock: str, oldest: bool = False, compiled: bool = True) -> str:
    """Make the environment `venv` hold exactly what `lock` names, and return its Python.

    With `compiled`, every module is compiled now, so that no student waits for that at the first import.

    Does nothing if a stamp shows that it does already. The stamp is written last, so an installation that was
    cut off is done again.
    """
    stamp = os.path.join(venv, "course.stamp")
    python = venv_python(venv)
    if os.path.exists(stamp) and os.path.exists(python):
        with open(stamp) as stream:
            recorded = stream.read()
        if recorded == fingerprint(lock, version_of(python)):
            return python
    base = choose_python(oldest)
    print("Setting up %s with %s (once; a minute or two) ..." % (os.path.basename(venv), python_name(base)), flush=True)
    if os.path.isdir(venv):
        shutil.rmtree(venv)
    made = subprocess.run([base, "-m", "venv", venv], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode:
        raise SetupError(
            "Python could not create the folder %s: free some disk space or check that you may write here, "
            "then run the command again.\n%s" % (venv, made.stdout.decode(errors="replace").strip()[-500:])
        )
    pip(python, ["--require-hashes", "-r", lock] + ([] if compiled else ["--no-compile"]))
    # --no-build-isolation: the build backend is in the lock, so the course itself needs no download.
    pip(python, ["--no-deps", "--no-build-isolation", "-e", ROOT])
    with open(stamp, "w") as stream:
        stream.write(fingerprint(lock, version_of(python)))
    return python


def pip(python: str, arguments: List[str]) -> None:
    """Run `pip install`; where it fails, say in a sentence what most likely helps and show pip's last lines."""
    command = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--retries",
        "2",
    ] + arguments
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if not done.returncode:
        return
    said = done.stdout.decode(errors="replace").strip()
    if "No space left" in said:
        advice = "The disk is full: free about 1 GB and run the command again."
    elif "do not match" in said.lower():
        advice = (
            "A package is not the one that this course was tested with, so it was not installed: "
            "run the command again, and report it if it happens twice."
        )
    elif any(
        sign in said
        for sign in (
            "NewConnectionError",
            "Max retries",
            "ConnectionError",
            "timed out",
            "Temporary failure",
            "No matching distribution",
        )
    ):
        advice = (
            "The packages could not be downloaded: check that this machine is connected to the internet "
            "(only the first run needs it), then run the command again."
        )
    else:
        advice = "The packages could not be installed; pip's own words are below."
    raise SetupError("%s\n\n%s" % (advice, "\n".join(said.splitlines()[-6:])))


def environment(name: str) -> str:
    """Return the Python of an environment, which is set up from its lock first where it is not there yet.

    Each has its own: a student waits for no tool of ours, a teacher for none of the tests', and the front ends that
    come with the site's tools do not load into JupyterLab.
    """
    venv = ".venv" if name == "lab" else ".venv-" + name
    lock = os.path.join(ROOT, "requirements", name + ".txt")
    # Tests import a small part of what they install, and compile it then.
    return ensure(os.path.join(ROOT, venv), lock, oldest=name == "oldest", compiled=name in ("lab", "teach"))


def environments(*names: str) -> List[str]:
    """Return the Pythons of several environments, which are set up side by side."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(environment, names))


def main(arguments: List[str]) -> int:
    """Run a command in its environment.

    lab, teach [options for JupyterLab]; site [options for scripts/make_site.py]; check, test, proof [options for
    scripts/check.py]; run SCRIPT [options]
    """
    if not arguments or arguments[0] not in ("lab", "teach", "site", "check", "test", "proof", "run"):
        raise SetupError("Use 'make lab', 'make teach', 'make site' or 'make test'.")
    what, rest = arguments[0], arguments[1:]
    if what == "test":
        python, oldest, site = environments("test", "oldest", "site")
    else:
        python = environment(what if what in ("lab", "teach", "site") else "test")
    if what in ("lab", "teach"):
        command = [python, "-m", "helpers", "lab"] + ["--teacher"] * (what == "teach") + rest
    elif what == "site":
        command = [python, os.path.join(ROOT, "scripts", "make_site.py")] + rest
    elif what in ("check", "test", "proof"):
        command = [python, os.path.join(ROOT, "scripts", "check.py")]
        command += ["--oldest", oldest, "--site", site] if what == "test" else []
        command += ["--quick"] * (what == "check") + ["--proof"] * (what == "proof") + rest
    else:
        command = [python] + rest
    os.chdir(ROOT)
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(python, command)  # the shell's Ctrl+C then reaches JupyterLab itself


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as error:
        sys.exit("\n%s" % error)
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the command again to go on.")
