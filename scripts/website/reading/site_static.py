"""Puts style, script, figures and Plotly's library into the site's `_static` folder."""

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path

from helpers import theme

HERE = Path(__file__).parent / "static"


def write(target: Path, source: Path) -> None:
    """Copy everything that pages load besides Sphinx's own files.

    target : the `_static` folder of the built pages; source : Sphinx's source folder, whose `_static` was made before
    """
    from website.reading import write_if_changed

    style = (HERE / "reading.css").read_text(encoding="utf-8")
    write_if_changed(
        target / "reading.css", style + "\n/* The look of a drawn figure: helpers/theme.py */" + theme.STYLE
    )
    write_if_changed(target / "reading.js", (HERE / "reading.js").read_bytes())
    write_if_changed(target / "plotly.min.js", plotly_library().read_bytes())
    made = source / "_static"
    if made.is_dir():
        shutil.copytree(made, target, dirs_exist_ok=True)


def digest_of_code() -> str:
    """Return a digest of the code that makes pages."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def plotly_library() -> Path:
    """Return the browser library that belongs to the installed plotly: the figures were made for just that one."""
    found = find_spec("plotly")
    if found is None or found.origin is None:
        raise FileNotFoundError("The package plotly is missing: install the course's extra `site`.")
    return Path(found.origin).parent / "package_data" / "plotly.min.js"
