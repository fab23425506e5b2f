"""Makes the folder of Python for the browser: Pyodide's core, its official wheels, the course's, and one lock of all.

The lock names everything that a lesson imports, so that no notebook installs anything.
"""

import email.parser
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from website import CACHE, HERE, ROOT, SiteError, fetching

CORE = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "package.json")
OFFICIAL = ("micropip", "sqlite3", "ipython", "jedi", "numpy", "pandas", "pyodide-unix-timezones")
# Parts of a wheel that no notebook reads: front ends for other tools, and what JupyterLab's extensions bring already.
LEFT_OUT = re.compile(
    r"plotly/(labextension|package_data/(plotly\.min|widgetbundle)\.js)|itables_for_dash/|itables/(itables_for_"
    r"streamlit|samples|html)/|anywidget/nbextension|[^/]+\.data/data/share/jupyter/(lab|nb)extensions/|"
    r"(jedi|parso)/|"  # completes names before their code has run: seldom wanted here, and half a second of each start
    r"(ipywidgets|comm|IPython|pandas|numpy|narwhals)/(.*/)?tests?/"
)
# plotly asks for nbformat where a figure is the cell's last line, and only for its version; the real one needs
# compiled packages that Pyodide 0.27.7 has not.
STUB = ("nbformat", "5.10.4")

Entry = dict[str, Any]


def normal(name: str) -> str:
    """Return a package's name as locks write it.

    >>> normal("ruamel.yaml")
    'ruamel-yaml'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(packages: dict[str, Entry], names: Iterable[str]) -> dict[str, Entry]:
    """Return the named packages and all that they depend on."""
    found: dict[str, Entry] = {}
    todo = [normal(name) for name in names]
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = packages[name]
            todo += [normal(one) for one in packages[name]["depends"]]
    return found


def entry(wheel: Path, known: set[str]) -> tuple[str, Entry]:
    """Return a wheel's name and its entry for the lock; it depends on what it requires and we ship."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        [place] = [name for name in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", name)]
        facts = email.parser.Parser().parsestr(archive.read(place).decode())
    needs = [normal(re.match(r"[\w.-]+", need)[0]) for need in facts.get_all("Requires-Dist") or [] if ";" not in need]  # type: ignore[index]
    imports = sorted(
        {
            re.sub(r"\.pyc?$", "", name.split("/")[0])
            for name in names
            if name.endswith((".py", ".pyc")) and ".data/" not in name and ".dist-info/" not in name
        }
    )
    return normal(facts["Name"]), {
        "name": normal(facts["Name"]),
        "version": facts["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": fetching.sha256(wheel),
        "package_type": "package",
        "imports": imports,
        "depends": [need for need in needs if need in known],
        "unvendored_tests": False,
    }


def course_wheel(folder: Path) -> Path:
    """Build the wheel of helpers/, with data and lessons inside, and return it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SiteError(f"The wheel of helpers/ could not be built.\n{done.stderr[-2000:]}")
    [wheel] = folder.glob("almost_allies-*.whl")
    return wheel


def stub_wheel(folder: Path) -> Path:
    """Write the stand-in for nbformat and return it."""
    name, version = STUB
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        for place, text in {
            f"{name}/__init__.py": f'"""A stand-in: only the version is asked for."""\n__version__ = "{version}"\n',
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: make_site\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{info}/RECORD": "",
        }.items():
            archive.writestr(zipfile.ZipInfo(place, (2020, 1, 1, 0, 0, 0)), text)
    return wheel


def kernel_wheels() -> list[Path]:
    """Return the wheels that the Pyodide kernel brings, but piplite, which is too new for this Pyodide."""
    places = Path(sys.prefix) / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    wheels = sorted(places.glob("*.whl"))
    if not wheels:
        raise SiteError("jupyterlite-pyodide-kernel is not installed here: run `make site`, which sets it up.")
    return [wheel for wheel in wheels if not wheel.name.startswith(("piplite", "widgetsnbextension-3"))]


def compiled(wheels: list[Path], core: Path, folder: Path) -> list[Path]:
    """Return the wheels (or the standard library) with their modules compiled, by the very Python that will run them.

    Compiling in the browser would cost each start some four seconds, the standard library's own two of them. What
    nobody reads is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    recipe = fetching.sha256(HERE / "pyc_wheel.mjs") + LEFT_OUT.pattern
    made, todo = [], []
    for wheel in wheels:
        label = hashlib.sha256((fetching.sha256(wheel) + recipe).encode()).hexdigest()[:16]
        target = folder / label / wheel.name
        made.append(target)
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            todo += [str(wheel), str(target)]
    if todo:
        fetching.node([str(HERE / "pyc_wheel.mjs"), str(core), LEFT_OUT.pattern, *todo], folder)
    return made


def make(out: Path, source: str | None = None, cache: Path = CACHE) -> list[str]:
    """Write the distribution into `out` and return the names to load when a kernel starts.

    source : where official wheels come from, a folder or an https address; None: the official release, else the cache
    """
    core = fetching.npm_packages(cache) / "pyodide"
    lock = json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for name in CORE:
        shutil.copy(core / name, out)
    [library] = compiled([core / "python_stdlib.zip"], core, cache / "compiled")
    shutil.copy(library, out)
    kept = closure(lock["packages"], OFFICIAL)
    official = [fetching.official_wheel(one, cache, source) for one in kept.values()]
    own = cache / "own"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    extra = [
        *fetching.pure_wheels(cache),
        fetching.piplite(cache),
        *kernel_wheels(),
        stub_wheel(own),
        course_wheel(own),
    ]
    known = set(kept) | {normal(wheel.name.split("-")[0]) for wheel in extra}
    packages: dict[str, Entry] = {}
    for wheel in compiled([*official, *extra], core, cache / "compiled"):
        shutil.copy(wheel, out)
        name, made = entry(wheel, known)
        # What Pyodide's people found out about their packages (order, native parts) stays as they wrote it.
        packages[name] = {**kept[name], "sha256": made["sha256"]} if name in kept else made
    lock["packages"] = dict(sorted(packages.items()))
    (out / "pyodide-lock.json").write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")
    return sorted(packages)
