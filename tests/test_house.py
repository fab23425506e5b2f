"""The shape of the house: helpers know nothing of the subject, imports are light, links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import helpers
from helpers import course

ROOT = course.root()
SUBJECT = re.compile(
    r"\b(nato|warsaw|russia|russian|soviet|ussr|yeltsin|putin|gorbachev|molotov|ukraine|moscow)\b", re.I
)


# Made by scripts/make_explorer.py from files that are short; nobody reads these in one go.
MADE = ("helpers/explorer/static/explorer.js", "helpers/explorer/frontend/package-lock.json")


def sources() -> list[Path]:
    return [
        path
        for path in sorted((ROOT / "helpers").rglob("*"))
        if path.suffix in (".py", ".js", ".css", ".json") and not {"_course", "node_modules"} & set(path.parts)
    ]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_helpers_know_nothing_of_the_subject(path: Path) -> None:
    found = SUBJECT.search(path.read_text(encoding="utf-8"))
    assert not found, f"{path.name} speaks of {found.group(0)!r}: content lives in data/ and lessons/"


@pytest.mark.parametrize(
    "path",
    [path for path in sources() if not path.as_posix().endswith(MADE)],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_no_file_is_too_long_to_read_in_one_go(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("name", helpers.__all__)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    value = getattr(helpers, name)
    assert callable(value)
    assert value.__doc__


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'tmeline'"):
        helpers.tmeline  # noqa: B018


def test_the_import_line_loads_nothing_heavy() -> None:
    """A name brings its own module when it is first used; `import helpers` alone brings none."""
    code = "import sys, helpers; print([m for m in ('pandas', 'plotly', 'anywidget', 'itables') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_student_never_loads_an_authors_tool() -> None:
    code = "import sys, helpers; [getattr(helpers, n) for n in helpers.__all__]; print('jupytext' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"])
def test_links_between_our_files_lead_somewhere(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    assert path != "README.md" or len(links) > 5
    for link in links:
        assert ((ROOT / path).parent / link).exists(), link


def test_readme_gives_the_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z-]+)", text)):
        assert re.search(rf"^{target}:", makefile, re.M), target
    assert "conda env create -f environment.yml" in text


def test_answers_are_never_in_git() -> None:
    done = subprocess.run(["git", "check-ignore", "answers/x.jsonl"], cwd=ROOT, capture_output=True)
    assert done.returncode == 0
