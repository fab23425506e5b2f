"""What a student gets: it runs, it hands in, and a graded one tells nobody what is right."""

import html
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from helpers.exercises.assigned import arranged
from helpers.teacher.assigning import AssignError, Wish, assign
from helpers.teacher.choosing import ChoiceError
from helpers.teacher.keys import load_key
from helpers.teacher.running import run
from tests.kit.tries import key_answer

GIVES_AWAY = {"hints", "worked", "sure_and_wrong", "feedback", "samples", "mix_ups", "solution", "wrong_values"}
GIVES_AWAY |= {"missed", "wrong", "correct", "near", "decoys", "find", "comment", "hint"}


def said(thing, inside=False):
    """Yield every text of a question that stands under a key which only the teacher's side may see."""
    for one in fields(thing):
        value = getattr(thing, one.name)
        hidden = inside or one.name in GIVES_AWAY
        for part in value if isinstance(value, tuple) else (value,):
            if is_dataclass(part):
                yield from said(part, hidden)
            elif hidden and isinstance(part, str):
                yield part


def bundle_text(folder: Path) -> str:
    """All that a bundle's files say, but for the helpers' own code, which is the same for every course."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "helpers" not in path.parts]
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)


@pytest.fixture
def graded(school, tmp_path):
    return assign(Wish(("all",), "graded", due="Friday, 9 a.m."), tmp_path / "out")


def gives_away(folder: Path, bank) -> tuple[int, list[str]]:
    """Look for every hidden text of a lesson's questions in its bundle: how many were looked for, which were found."""
    text = bundle_text(folder)
    plain = " ".join(html.unescape(text.replace('\\"', '"').replace("\\n", " ")).split())
    looked, found = 0, []
    for question in bank.values():
        if question.lesson == folder.name:
            seen = " ".join([*question.printed(), question.prompt])
            for secret in set(said(question)):
                # A quotation to be found stands in the text that the student reads; a short value or the id of a row
                # in the tables may stand anywhere.
                if len(secret) > 25 and " " in secret and secret not in seen:
                    looked += 1
                    if " ".join(secret.split()) in plain:
                        found.append(f"{question.id}: {secret}")
    return looked, found


def test_a_graded_bundle_holds_nothing_that_only_the_teacher_may_know(graded, bank):
    looked = 0
    for folder in graded.bundles:
        number, found = gives_away(folder, bank)
        assert not found
        looked += number
    assert looked > 100


def test_nor_does_a_graded_bundle_of_the_course_itself(tmp_path):
    from helpers.exercises.bank import lesson_folders, load_exercises

    bank = {question.id: question for lesson in lesson_folders() for question in load_exercises(lesson)}
    looked = 0
    for folder in assign(Wish(("all",), "graded"), tmp_path / "out").bundles:
        number, found = gives_away(folder, bank)
        assert not found
        looked += number
    assert looked > 100


def test_the_same_look_finds_plenty_in_a_practice_bundle(school, bank, tmp_path):
    """Were it blind, the tests above would prove nothing."""
    for folder in assign(Wish(("all",)), tmp_path / "out").bundles:
        looked, found = gives_away(folder, bank)
        assert len(found) > looked * 0.5


def test_a_graded_bundle_names_no_option_as_its_author_did(graded, bank):
    keys = {key.stem: load_key(key) for key in graded.keys}
    for folder in graded.bundles:
        sealed = json.loads((folder / "lessons" / folder.name / "exercises.sealed.json").read_text(encoding="utf-8"))
        for view in sealed:
            for part in ("options", "choices", "items", "cards", "bins"):
                for entry in view.get(part, ()):
                    assert set(entry) <= {"id", "text", "about"}
                    names = next(key.names for key in keys.values() if view["id"] in key.questions)
                    assert entry["id"] in names[view["id"]]
    secrets = {key.secret for key in keys.values()}
    assert len(secrets) == 3
    assert not any(secret in bundle_text(folder) for folder in graded.bundles for secret in secrets)


def test_no_file_of_a_graded_bundle_is_an_authors_or_a_teachers(graded):
    for folder in graded.bundles:
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert not [name for name in names if name.endswith(("exercises.yml", "lesson.md", "teaching.md"))]
        assert not [
            name for name in names if "teacher" in name or "key" in name.split("/")[-1].split(".")[0].split("-")
        ]
        assert not [name for name in names if "__pycache__" in name]
    assert [path.parent for path in graded.keys] == [graded.bundles[0].parent.parent] * 3


def test_a_graded_lesson_loses_its_own_text_unless_asked(graded, school, tmp_path):
    assert "the answer was 1924" not in bundle_text(graded.bundles[0])
    kept = assign(Wish(("01",), "graded", with_text=True), tmp_path / "kept")
    assert "the answer was 1924" in bundle_text(kept.bundles[0])


def test_the_editors_verdicts_stay_out_of_a_graded_bundle_and_in_a_practice_one(school, tmp_path):
    source = Path(__file__).parent.parent / "ledger" / "fixtures" / "data" / "claims.csv"
    (school / "data" / "claims.csv").write_bytes(source.read_bytes())
    graded = assign(Wish(("01",), "graded"), tmp_path / "a").bundles[0]
    table = (graded / "data" / "claims.csv").read_text(encoding="utf-8")
    assert "SECRET" not in table
    assert "misleading" not in table
    assert "interpretive" not in table
    assert "feast-1930;letter-1923" in table, "what bears on a claim is told, for and against in one"
    practice = assign(Wish(("01",)), tmp_path / "b").bundles[0]
    assert (practice / "data" / "claims.csv").read_bytes() == source.read_bytes()


IN_THE_BUNDLE = """
import json, sys
from helpers import assignment, exercise, hand_in
print(assignment("Zoë Example"))
answers = json.load(open(sys.argv[1], encoding="utf-8"))
for name, answer in answers.items():
    card = exercise(name)
    card.commit(answer, "sure")
    assert not card.state["problem"], (name, card.state["problem"])
    assert card.state["saved"], name
    assert "teacher marks" in json.dumps(card.question), name
    assert card.state["marks"] == "" and card.state["worked"] is None
print(hand_in())
import helpers
print(helpers.__file__)
"""


def work_in(folder: Path, answers: dict, tmp_path: Path) -> str:
    """Answer in a bundle as a student does: in a Python of its own that knows only what the folder holds."""
    given = tmp_path / "given.json"
    given.write_text(json.dumps(answers), encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COURSE_", "PYTHON"))}
    command = [sys.executable, "-c", IN_THE_BUNDLE, str(given)]
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_graded_bundle_runs_by_itself_and_what_it_hands_in_is_marked(graded, bank, tmp_path):
    folder = next(one for one in graded.bundles if one.name == "02-closed")
    key_file = next(one for one in graded.keys if one.name.startswith("key-02"))
    key = load_key(key_file)
    answers = {}
    for name, question in key.questions.items():
        own = {own: name for name, own in key.names.get(name, {}).items()}
        text = json.dumps(key_answer(question))
        for author, neutral in own.items():
            text = text.replace(f'"{author}"', f'"{neutral}"')
        answers[name] = json.loads(text)
    told = work_in(folder, answers, tmp_path)
    assert "Friday, 9 a.m." in told
    assert str(folder) in told, "the bundle's own helpers are used"
    (zipped,) = folder.glob("hand-in-*.zip")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    zipped.rename(inbox / zipped.name)
    done = run(inbox, key_file, tmp_path / "results")
    assert (done.marked, done.problems) == (1, 0)
    table = (tmp_path / "results" / "gradebook.csv").read_text(encoding="utf-8-sig").splitlines()
    maximum = sum(one.marks for one in key.questions.values())
    assert table[1].split(",")[2:4] == [str(maximum)] * 2


def test_practice_holds_the_exercises_and_those_they_recall(school, tmp_path):
    made = assign(Wish(("03",), zipped=True), tmp_path / "out")
    with zipfile.ZipFile(made.bundles[0]) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"03-open"}
    assert "03-open/lessons/01-clocks/exercises.yml" in names
    assert "03-open/README.md" in names
    assert not [name for name in names if "/teacher/" in name]


def test_single_exercises_make_a_notebook_of_their_own(school, tmp_path):
    made = assign(Wish(("02-match", "02-sort", "01-kind"), "graded"), tmp_path / "out")
    assert [one.name for one in made.bundles] == ["01-clocks", "02-closed"]
    notebook = (made.bundles[1] / "02-closed.ipynb").read_text(encoding="utf-8")
    assert 'exercise(\\"02-match\\")' in notebook
    assert "02-row" not in notebook
    assert list(load_key(made.keys[1]).questions) == ["02-match", "02-sort"]


def test_the_notebook_is_valid_and_has_a_cell_for_the_name_and_one_for_handing_in(graded):
    import nbformat

    for folder in graded.bundles:
        notebook = nbformat.read(folder / f"{folder.name}.ipynb", 4)
        nbformat.validate(notebook)
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        assert 'assignment("")' in code[0]
        assert "hand_in()" in code[-1]
        assert all(not cell.get("outputs") for cell in notebook.cells)


def test_each_student_gets_a_bundle_with_their_name(school, tmp_path):
    (tmp_path / "class.txt").write_text("Ann Example\n\nBob Other\n", encoding="utf-8")
    made = assign(Wish(("01",), "graded", True, students=tmp_path / "class.txt"), tmp_path / "out")
    assert [one.parent.name for one in made.bundles] == ["Ann-Example", "Bob-Other"]
    assert json.loads((made.bundles[1] / "assignment.json").read_text())["student"] == "Bob Other"
    assert len(made.keys) == 1


def test_two_students_who_cannot_be_told_apart_are_refused(school, tmp_path):
    (tmp_path / "class.txt").write_text("Ann Example\nann-example\n", encoding="utf-8")
    with pytest.raises(AssignError, match="cannot be told apart"):
        assign(Wish(("01",), students=tmp_path / "class.txt"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_shuffled_for_each_student_and_the_same_each_time(school, monkeypatch):
    from helpers.exercises import assigned

    view = {"id": "01-x", "kind": "choose-many", "options": [{"id": f"o{n}"} for n in range(6)]}
    orders = {}
    for name in ("Ann", "Bob", "Cyn", "ann"):
        monkeypatch.setattr(assigned, "current", lambda: assigned.Assignment("a", "c", "t", "graded", "", True, ""))
        monkeypatch.setattr(assigned, "student_name", lambda name=name: name)
        orders[name] = [one["id"] for one in arranged(view)["options"]]
        assert sorted(orders[name]) == sorted(one["id"] for one in view["options"])
    assert len({tuple(one) for one in orders.values()}) == 3
    assert orders["Ann"] == orders["ann"]
    monkeypatch.setattr(assigned, "student_name", lambda: "")
    assert arranged(view) == view


def test_an_earlier_assignment_is_never_written_over(school, tmp_path):
    assign(Wish(("01",)), tmp_path / "out")
    with pytest.raises(AssignError, match="is there already"):
        assign(Wish(("01",)), tmp_path / "out")


def test_a_name_that_is_none_is_told_with_what_is_near(school, tmp_path):
    with pytest.raises(ChoiceError, match="Did you mean 02-match"):
        assign(Wish(("02-mach",)), tmp_path / "out")
    assert not (tmp_path / "out").exists()
