"""What a student gets: a folder or zip with notebook, helpers and data that runs on any Jupyter with the packages."""

import csv
import io
import json
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from helpers import course
from helpers.exercises.assigned import FILE, Assignment
from helpers.exercises.bank import SEALED
from helpers.teacher.choosing import Chosen

Files = Iterator[tuple[str, bytes]]
# The teacher's and the authors' rooms; a student's notebook never needs them.
_NOT_FOR_STUDENTS = {"teacher", "frontend", "jupyter", "shells", "_course", "__pycache__"}
_NOT_FOR_STUDENTS |= {"__main__.py", "build.py", "lab.py", "own_settings.py", "terminals.py"}
_SUFFIXES = (".py", ".js", ".css", ".json")
# What the editors think of the essay's claims. A card that never shows it would be no use if the table did.
_HELD_BACK = {
    "claims": ("kind", "verdict", "why", "evidence_for", "evidence_against"),
    "readings": ("verdict", "why"),
}
_FOR, _AGAINST = "events_for", "events_against"  # told apart they are a verdict; as one list they are what bears on it
_ABOUT_THE_DATA = ("README.md", "CORRECTIONS.md")
_TIME = (2020, 1, 1, 0, 0, 0)  # the same bundle is the same bytes, whenever it is made


def bundle_files(chosen: Chosen, notebook: str, given: Assignment, views: Sequence[Mapping[str, Any]] | None) -> Files:
    """Yield name and bytes of every file of a bundle.

    notebook : the text of its file; views : the sealed questions of a graded bundle, None for practice
    """
    yield f"{chosen.lesson}.ipynb", notebook.encode("utf-8")
    yield "README.md", readme(chosen, given).encode("utf-8")
    if packages := requirements():
        yield "requirements.txt", packages.encode("utf-8")
    yield FILE, (json.dumps(asdict(given), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    yield from _helpers()
    yield from _data(graded=views is not None)
    yield from _lessons(chosen, views)
    yield from _figures(notebook)


def _helpers() -> Files:
    root = Path(__file__).resolve().parent.parent
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix in _SUFFIXES and path.is_file() and not _NOT_FOR_STUDENTS & set(inside.parts):
            yield f"helpers/{inside.as_posix()}", path.read_bytes()


def _data(graded: bool) -> Files:
    folder = course.data_dir()
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith("."):
            continue
        if not graded:
            yield f"data/{path.name}", path.read_bytes()
        elif path.name == "datapackage.json":
            yield f"data/{path.name}", _relaxed(path.read_text(encoding="utf-8")).encode("utf-8")
        elif path.stem in _HELD_BACK and path.suffix == ".csv":
            yield f"data/{path.name}", _blanked(path.read_text(encoding="utf-8-sig"), _HELD_BACK[path.stem])
        elif path.name not in _ABOUT_THE_DATA:
            yield f"data/{path.name}", path.read_bytes()


def _blanked(text: str, columns: Sequence[str]) -> bytes:
    """Return a table with columns emptied, and with what speaks for and against a claim as one list by date."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]) if rows else list(columns), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        row |= {one: "" for one in columns if one in row}
        if _FOR in row and _AGAINST in row:
            both = {one for part in (_FOR, _AGAINST) for one in row[part].split(";") if one}
            row |= {_FOR: ";".join(sorted(both)), _AGAINST: ""}
        writer.writerow(row)
    return stream.getvalue().encode("utf-8")


def _relaxed(text: str) -> str:
    """Return the tables' description without the rules that the emptied columns would break."""
    package = json.loads(text)
    for resource in package.get("resources", ()):
        for field in resource.get("schema", {}).get("fields", ()):
            if field["name"] in _HELD_BACK.get(resource.get("name", ""), ()):
                field.pop("constraints", None)
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _lessons(chosen: Chosen, views: Sequence[Mapping[str, Any]] | None) -> Files:
    """Yield the questions: sealed, or for practice the lesson's own file and those that its recalls lean on."""
    folder = course.lessons_dir()
    if views is not None:
        content = json.dumps(list(views), ensure_ascii=False, indent=1) + "\n"
        yield f"lessons/{chosen.lesson}/{SEALED}", content.encode("utf-8")
    else:
        for path in sorted(folder.glob("*/exercises.yml")):
            if path.parent.name <= chosen.lesson:
                yield f"lessons/{path.parent.name}/exercises.yml", path.read_bytes()
    for name in ("course.yml", "rubric.yml"):
        if (folder / name).exists():
            yield f"lessons/{name}", (folder / name).read_bytes()


def _figures(notebook: str) -> Files:
    """Yield the still pictures that the notebook shows."""
    folder = course.root() / "notebooks" / "figures"
    for path in sorted(folder.glob("*.png")):
        if f"figures/{path.name}" in notebook:
            yield f"figures/{path.name}", path.read_bytes()


def requirements() -> str:
    """Return the packages that a student's notebook needs, as pip reads them; "" where they are not known."""
    try:
        project = tomllib.loads((course.root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return ""
    return "\n".join([*project["dependencies"], "jupyterlab>=4.4,<5"]) + "\n"


def readme(chosen: Chosen, given: Assignment) -> str:
    """Return what the student reads first."""
    marks = (
        "Your teacher marks your answers: you see no marks here. You may change an answer until you hand it in; the\n"
        "last one counts. How sure you say you are is never marked."
        if given.mode == "graded"
        else "This is practice. You see marks and feedback at once; a second try counts half. Whoever looks for the\n"
        "answers will find them, and would only cheat themselves."
    )
    due = f"\n**Hand it in by: {given.due}**\n" if given.due else ""
    whose = f"This copy is for {given.student}.\n" if given.student else ""
    return f"""# {given.title}
{due}
{whose}
1. Keep this folder as it is; if you got a zip, unpack it first.
2. Open `{chosen.lesson}.ipynb` in Jupyter, from this folder. In a terminal here: `jupyter lab {chosen.lesson}.ipynb`
   If a package is missing: `python -m pip install -r requirements.txt`
3. Write your name into the first cell and run it. Then run the cells one after the other and answer.
4. Run the last cell. It makes a file `hand-in-….zip` in this folder. Give that file to your teacher, and no other.

{marks}

Your answers are saved in the folder `answers` while you work. You can close the notebook and go on later.
"""


def write_folder(files: Files, folder: Path) -> None:
    """Write a bundle as a folder that is not there yet."""
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_zip(files: Files, path: Path, inside: str) -> None:
    """Write a bundle as a zip whose files lie in one folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(f"{inside}/{name}", _TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
