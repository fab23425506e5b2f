"""A real JupyterHub with the course's settings: a student logs in, follows the link, and works; an update keeps it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from helpers import course
from tests.deploy.hub import Hub, Visit

FIRST = "almost-allies/notebooks/00-start-here.ipynb"


def git(*words: str, at: Path) -> str:
    options = ["-c", "user.name=A Teacher", "-c", "user.email=teacher@school.example", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *options, *words], cwd=at, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository as the course's address would give it, with a branch `main`."""
    folder = tmp_path_factory.mktemp("address") / "course"
    subprocess.run(["git", "clone", "--quiet", str(course.root()), str(folder)], check=True, capture_output=True)
    git("checkout", "--quiet", "-B", "main", at=folder)
    return folder


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    started = Hub(tmp_path_factory.mktemp("hub"))
    try:
        started.wait()
        yield started
    finally:
        started.stop()


def link(source: Path) -> str:
    """Return the link of deploy/README.md, with the address of the repository at hand."""
    query = {"repo": source.as_uri(), "branch": "main", "targetpath": "almost-allies", "urlpath": f"lab/tree/{FIRST}"}
    return f"git-pull?{urlencode(query)}"


def test_a_student_logs_in_and_works_and_an_update_keeps_the_work(hub: Hub, source: Path) -> None:
    student = Visit(hub, "ada")
    student.log_in()
    student.start()
    assert '"phase": "finished"' in student.follow(link(source))
    notebook = student.browser.get(f"{student.server}/api/contents/{FIRST}", timeout=150).json()
    code = next(cell["source"] for cell in notebook["content"]["cells"] if cell["cell_type"] == "code")
    where = "print(helpers.course.answers_dir())"
    printed = student.run(f"{code}\nimport helpers.course\n{where}", "almost-allies/notebooks")
    home = hub.work / "homes" / "ada"
    assert printed.strip().endswith(str(home / "almost-allies" / "answers"))

    # What a student leaves: answers, and words of the student's own in a notebook.
    answers = home / "almost-allies" / "answers" / "mine.jsonl"
    answers.parent.mkdir(exist_ok=True)
    answers.write_text('{"id": "01-kinds"}\n')
    first = home / FIRST
    mine = json.loads(first.read_text(encoding="utf-8"))
    mine["cells"].append({"cell_type": "raw", "id": "mine", "metadata": {}, "source": "My own words."})
    first.write_text(json.dumps(mine, indent=1), encoding="utf-8")

    # What the course changes meanwhile: another lesson.
    (source / "notebooks" / "news.md").write_text("A new lesson.\n")
    git("add", "notebooks/news.md", at=source)
    git("commit", "--quiet", "--no-verify", "-m", "A new lesson", at=source)
    assert '"phase": "finished"' in student.follow(link(source))
    assert (home / "almost-allies" / "notebooks" / "news.md").exists()
    assert answers.read_text() == '{"id": "01-kinds"}\n'
    assert "My own words." in first.read_text(encoding="utf-8")


def test_a_student_does_not_come_into_anothers_server(hub: Hub) -> None:
    other = Visit(hub, "bo")
    other.log_in()
    page = other.browser.get(f"{hub.address}/user/ada/api/contents/{FIRST}", timeout=150)
    assert page.status_code in (403, 404)
