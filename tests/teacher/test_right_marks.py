"""Each student gets the own marks: rows of a class list, marks by hand, second runs, and what cannot be true."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from helpers.exercises.assigned import HandIn, hand_in_zip
from helpers.exercises.record_line import Attempt
from helpers.teacher.by_hand import HandError
from helpers.teacher.class_data import gather
from helpers.teacher.class_list import read_class
from helpers.teacher.copies import LONG_TEXT
from helpers.teacher.keys import Key, load_key, write_key
from helpers.teacher.running import RunError, run
from tests.teacher.conftest import attempt, good_and_bad, key_answer, lines, wrong_answer

TEXT = "The letter of 1923 says who owned the clock, and nobody has doubted that since then, as far as I can see."


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def problems(out):
    return [(row["student"], row["what"]) for row in table(out / "problems.csv")]


def essay(bank, text, **more):
    answer = {"text": text, "evidence": ["letter-1923"], "checks": [1], "self": {}}
    return attempt(bank["03-essay"], answer, **more)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def mark(school, inbox, out):
    return lambda **more: run(inbox, more.pop("key", school / "lessons"), out, **more)


# ---------------------------------------------------------------------- the class list

MOODLE = "{}_{}_assignsubmission_file_a.jsonl"


def graded(out, column="Surname"):
    return {row[column]: (row["All lessons"], row["Feedback"]) for row in table(out / "gradebook.csv")}


@pytest.mark.parametrize(
    "headings",
    ["ID number", "Phone", "Group", "Quiz: week 1", "Institution", "Section", "Grade"],
)
def test_a_platforms_number_is_never_looked_for_among_other_numbers(mark, inbox, out, bank, tmp_path, headings):
    (inbox / MOODLE.format("Ann Lee", 12)).write_bytes(lines(good_and_bad(bank.values())))
    (inbox / MOODLE.format("Bob Ray", 13)).write_bytes(lines([attempt(bank["01-kind"], wrong_answer(bank["01-kind"]))]))
    members = tmp_path / "class.csv"
    members.write_text(f"First name,Surname,{headings}\nAnn,Lee,77\nBob,Ray,12\n", encoding="utf-8")
    mark(members=members)
    marks = graded(out)
    assert float(marks["Lee"][0]) > 0
    assert marks["Ray"][0] == "0"
    assert not [what for _, what in problems(out) if "Left out" in what]


def test_where_name_and_number_are_of_different_rows_nobody_gets_the_mark(mark, inbox, out, bank, tmp_path):
    (inbox / "leeann_12_900_a.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    (inbox / "coxcy_14_901_a.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    members = tmp_path / "class.csv"
    members.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        '"    Points Possible",,,,\n"Lee, Ann",11,12,alee,S\n"Ray, Bob",12,9,bray,S\n"Cox, Cy",14,8,ccox,S\n',
        encoding="utf-8",
    )
    mark(members=members)
    rows = {row["Student"].strip(): row for row in table(out / "gradebook.csv")}
    assert rows["Lee, Ann"]["All lessons"] == rows["Ray, Bob"]["All lessons"] == "-"
    assert float(rows["Cox, Cy"]["All lessons"]) > 0
    told = [what for student, what in problems(out) if student == "leeann" and "Left out" in what]
    assert len(told) == 1
    assert "“Lee, Ann 11” in the class list, and its number 12 that of “Ray, Bob 12”" in told[0]
    assert (rows["Points Possible"]["All lessons"], rows["Points Possible"]["Feedback"]) == (
        rows["Cox, Cy"]["Maximum"],
        "",
    )
    assert list(rows) == ["Points Possible", "Lee, Ann", "Ray, Bob", "Cox, Cy"], "in the platform's own order"


@pytest.mark.parametrize(
    ("headings", "row", "names", "number"),
    [
        (
            "Identifier,Full name,Email address",
            "Participant 12,Ann Lee,a@x.org",
            ("Participant", "Participant 12"),
            "12",
        ),
        ("Vorname,Nachname,Anmeldename", "Ann,Lee,alee", ("Lee_Ann", "alee"), "4711"),
        ("Prénom,Nom,Adresse de courriel", "Zoé,Lée,z@x.org", ("zoe lee",), ""),
        ("Last Name,First Name,Username,Student ID", "Lee,Ann,a_lee,9", ("a_lee",), ""),
        ("Student,ID,SIS User ID,SIS Login ID,Section", '"Lee, Ann",12,9,alee,S', ("leeann",), "12"),
        ("Student,ID,SIS User ID,SIS Login ID,Section", '"Lee, Ann",12,9,alee,S', ("someone",), "12"),
        ("Naam,Groep", "Ann Lee,G", ("ann-lee",), ""),
        ("Name,Email", "Ann Lee,ann.lee@x.org", ("ann.lee@x.org",), ""),
        ("Surname,First name,ID number", "Lee,Ann,0042", ("0042",), ""),
    ],
)
def test_a_row_is_found_by_names_user_names_and_addresses(tmp_path, headings, row, names, number):
    path = tmp_path / "class.csv"
    blanks = "," * headings.count(",")
    path.write_text(f"{headings}\n{row}\nOther{blanks}\n", encoding="utf-8")
    assert read_class(path).seat(names, number).row == 0


def test_two_hand_ins_for_one_row_give_no_mark_and_are_told(mark, inbox, out, bank, school, tmp_path):
    for n in (1, 2):
        (inbox / MOODLE.format("Ann Lee", n)).write_bytes(lines(good_and_bad(bank.values())))
    members = tmp_path / "class.csv"
    members.write_text("First name,Surname\nAnn,Lee\nBob,Ray\n", encoding="utf-8")
    mark(members=members)
    marks = graded(out)
    assert marks["Lee"][0] == "-"
    assert "whose a file is" in marks["Lee"][1]
    assert marks["Ray"] == ("-", "Nothing was handed in.")
    assert sum("may be “Ann Lee” of the class list too" in what for _, what in problems(out)) == 2
    for folder in (inbox, out):
        absent = [one.name for one in gather(folder, school / "lessons", members).members if one.absent]
        assert absent == ["Bob Ray"]


# ---------------------------------------------------------------------- marks by hand


def give(out, which, exercise="03-essay", **values):
    path = out / "by-hand" / f"{exercise}.csv"
    rows = table(path)
    for row in rows:
        if which(row):
            row.update(values)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def by_hand(out, column="id"):
    rows = table(out / "results.csv")
    return {row[column]: row["by_hand"] for row in rows if row["exercise"] == "03-essay"}


def test_a_namesake_who_hands_in_later_changes_nobodys_mark(mark, inbox, out, bank):
    (inbox / MOODLE.format("Ann Lee", 200)).write_bytes(lines([essay(bank, TEXT)]))
    mark()
    give(out, lambda row: True, marks="5", maximum="5", comment="Excellent")
    (inbox / MOODLE.format("Ann Lee", 100)).write_bytes(lines([essay(bank, "Another text.")]))
    mark()
    assert by_hand(out) == {"200": "5", "100": ""}
    pages = {path.name: path.read_text(encoding="utf-8") for path in (out / "feedback").iterdir()}
    assert sorted("Excellent" in page for page in pages.values()) == [False, True]
    assert not [what for _, what in problems(out) if "counts for nobody" in what]


def test_a_copied_answer_does_not_carry_its_mark_along(mark, inbox, out, bank):
    text = essay(bank, TEXT)
    (inbox / MOODLE.format("Ann Lee", 200)).write_bytes(lines([text]))
    mark()
    give(out, lambda row: True, marks="5", maximum="5")
    (inbox / MOODLE.format("Ann Lee", 100)).write_bytes(lines([text]))
    mark()
    assert by_hand(out) == {"200": "5", "100": ""}


@pytest.mark.parametrize("name", ["'t Hart", "=1+1", "@ann", "O'Neil", "''x", "’t Hart", "-ann"])
def test_a_name_that_a_spreadsheet_would_run_keeps_its_mark(mark, inbox, out, bank, name):
    (inbox / f"{name}.jsonl").write_bytes(lines([essay(bank, TEXT)]))
    assert mark().texts == 1
    give(out, lambda row: True, marks="4", maximum="5")
    assert mark().texts == 0
    assert list(by_hand(out).values()) == ["4"]


def test_an_apostrophe_of_the_name_itself_goes_back_to_the_platform(mark, inbox, out, bank, tmp_path):
    (inbox / "'t Hart.jsonl").write_bytes(lines([essay(bank, TEXT)]))
    members = tmp_path / "class.csv"
    members.write_text("Name,Group\n't Hart,'=1\n", encoding="utf-8")
    mark(members=members)
    (row,) = table(out / "gradebook.csv")
    assert (row["Name"], row["Group"]) == ("'t Hart", "'=1")


def test_a_mark_whose_answer_is_gone_is_told_and_counts_for_nobody(mark, inbox, out, bank):
    for name in ("ann", "bob"):
        (inbox / f"{name}.jsonl").write_bytes(lines([essay(bank, f"{TEXT} {name}")]))
    mark()
    give(out, lambda row: row["student"] == "ann", marks="4", maximum="5")
    (inbox / "ann.jsonl").write_bytes(lines([essay(bank, "A new record.")]))
    assert mark().texts == 1, "the new text has a row of its own"
    assert by_hand(out, "student") == {"ann": "", "bob": ""}
    assert [student for student, what in problems(out) if "counts for nobody" in what] == ["ann"]


def test_a_mark_whose_answer_only_another_has_is_told(mark, inbox, out, bank):
    text = essay(bank, TEXT)
    (inbox / "ann.jsonl").write_bytes(lines([text]))
    mark()
    give(out, lambda row: True, marks="4", maximum="5")
    (inbox / "ann.jsonl").rename(inbox / "bob.jsonl")
    mark()
    assert by_hand(out, "student") == {"bob": ""}
    assert any("its answer is handed in by “bob” now" in what for _, what in problems(out))


def test_an_exercise_has_one_maximum(mark, inbox, out, bank):
    for name in ("ann", "bob"):
        (inbox / f"{name}.jsonl").write_bytes(lines([essay(bank, f"{TEXT} {name}")]))
    mark()
    give(out, lambda row: row["student"] == "ann", marks="4", maximum="5")
    give(out, lambda row: row["student"] == "bob", marks="3", maximum="50")
    with pytest.raises(HandError, match=r"row 2 \(ann\) has the maximum 5, and row 3 \(bob\) has 50"):
        mark()
    give(out, lambda row: row["student"] == "bob", maximum="")
    mark()
    assert by_hand(out, "student") == {"ann": "4", "bob": "3"}


# ---------------------------------------------------------------------- a second run


def test_a_second_run_tells_what_differs_and_why(mark, inbox, out, bank, school, monkeypatch):
    kind, order = bank["01-kind"], bank["01-order"]
    (inbox / "ann.jsonl").write_bytes(lines([attempt(kind, wrong_answer(kind))]))
    (inbox / "bob.jsonl").write_bytes(lines([attempt(order, key_answer(order))]))
    (inbox / "cy.jsonl").write_bytes(lines([attempt(order, key_answer(order))]))
    assert mark().changed == 0
    assert mark().changed == 0
    assert problems(out) == []
    with (inbox / "ann.jsonl").open("ab") as stream:
        stream.write(lines([attempt(kind, key_answer(kind))]))
    (inbox / "cy.jsonl").unlink()
    assert mark().changed == 1
    assert problems(out) == [
        ("ann", "Marks differ from the last results: 01-kind 1, was 0 (a new answer)."),
        ("cy", "Is in the last results, and handed in nothing this time."),
    ]
    path = school / "lessons" / order.lesson / "exercises.yml"
    from helpers.teacher import last_run

    monkeypatch.setattr(last_run, "_course", lambda: "another")
    monkeypatch.setattr("helpers.teacher.running.mark_submission", halved)
    mark()
    assert dict(problems(out)) == {
        "ann": "Marks differ from the last results: 01-kind 0.5, was 1 (another version of the course).",
        "bob": f"Marks differ from the last results: 01-order {order.marks / 2:g}, was {order.marks} "
        "(another version of the course).",
    }
    monkeypatch.undo()
    assert path.exists()


def halved(*args):
    from helpers.teacher.marking import mark_submission

    return tuple(replace(row, marks=row.marks / 2 if row.marks else row.marks) for row in mark_submission(*args))


def test_another_key_is_told_as_the_reason(inbox, out, bank, tmp_path):
    kind = bank["01-kind"]
    keys = []
    for n, marks in enumerate((2, 4)):
        keys.append(tmp_path / f"key-{n}.json")
        write_key(Key("clocks-and-bells", {"01-kind": replace(kind, marks=marks)}, "01-0a1b2c3d", "T"), keys[-1])
    (inbox / "ann.jsonl").write_bytes(lines([attempt(kind, key_answer(kind))]))
    run(inbox, keys[0], out)
    run(inbox, keys[1], out)
    assert problems(out) == [("ann", "Marks differ from the last results: 01-kind 4, was 2 (another key).")]


def test_what_the_last_run_left_may_be_damaged(mark, inbox, out, bank):
    (inbox / "ann.jsonl").write_bytes(lines([essay(bank, TEXT)]))
    mark()
    for content in (b"", b"{", b"[]\n{}\n", b'{"v": 1}\nx\n', b'{"v": 7, "questions": {}}\n'):
        (out / ".last-run.jsonl").write_bytes(content)
        assert mark().changed == 0


# ---------------------------------------------------------------------- a wrong key


@pytest.fixture
def assigned(bank, tmp_path):
    def make(name, **more):
        questions = {one.id: one for one in bank.values() if one.id.startswith("01")}
        key = Key("clocks-and-bells", questions, name, "01 Clocks", "graded", **more)
        path = tmp_path / f"key-{name}.json"
        write_key(key, path)
        return path

    return make


def graded_zip(bank, who, assignment, *, at=None, says=None):
    kind = bank["01-kind"]
    more = {"at": at} if at else {}
    one = attempt(kind, key_answer(kind), lesson=f"{kind.lesson}@{assignment}", **more)
    return hand_in_zip(HandIn("clocks-and-bells", says or assignment, who), lines([one]))


def test_a_wrong_key_is_one_sentence_for_the_run(inbox, out, bank, assigned):
    key = assigned("01-0a1b2c3d")
    for n in range(6):
        (inbox / f"s{n}.zip").write_bytes(graded_zip(bank, f"s{n}", "01-a9241370"))
    with pytest.raises(RunError) as caught:
        run(inbox, key, out)
    assert str(caught.value) == (
        "All 6 are of 01-a9241370, and this is the key of 01-0a1b2c3d: use key-01-a9241370.json. Nothing was written."
    )
    assert not (out / "results.csv").exists()
    (inbox / "broken.zip").write_bytes(b"PK")
    with pytest.raises(RunError, match="6 of 7 are of 01-a9241370"):
        run(inbox, key, out)
    (inbox / "honest.zip").write_bytes(graded_zip(bank, "honest", "01-0a1b2c3d"))
    assert run(inbox, key, out).marked == 1


def test_practice_marked_with_another_lessons_key_is_one_sentence(inbox, out, bank, school):
    kind = bank["01-kind"]
    for n in range(3):
        (inbox / f"s{n}.jsonl").write_bytes(lines([attempt(kind, key_answer(kind))]))
    with pytest.raises(RunError, match=r"All 3 are of 01-clocks.*exercises.yml of lesson 01-clocks"):
        run(inbox, school / "lessons" / "03-open" / "exercises.yml", out)


# ---------------------------------------------------------------------- what cannot be true


def test_practice_handed_in_for_a_graded_assignment_is_one_sentence(inbox, out, bank, assigned):
    kind = bank["01-kind"]
    for n in range(3):
        (inbox / f"s{n}.jsonl").write_bytes(lines([attempt(kind, key_answer(kind))]))
    with pytest.raises(RunError, match=r"All 3 are of 01-clocks.*exercises.yml of lesson 01-clocks"):
        run(inbox, assigned("01-0a1b2c3d"), out)


def test_copies_are_told_whatever_was_added_or_changed(mark, inbox, out, bank):
    began = datetime(2026, 11, 20, 9, tzinfo=UTC)
    moments = [(began + timedelta(seconds=37 * n, milliseconds=n)).isoformat() for n in range(6)]
    kinds = [one for one in bank.values() if hasattr(one, "marks")][:6]
    record = [attempt(one, key_answer(one), at=at) for one, at in zip(kinds, moments, strict=True)]
    (inbox / "ann.jsonl").write_bytes(lines([*record, essay(bank, TEXT)]))
    tiny = [Attempt("01-kind", "x", "sure", "01-clocks", id=f"0000000{n}") for n in range(8)]
    (inbox / "b-tiny-ids.jsonl").write_bytes(lines([*tiny, *record]))
    fresh = [replace(one, id=f"{n:08x}-f") for n, one in enumerate(record)]
    (inbox / "c-new-ids.jsonl").write_bytes(lines(fresh))
    (inbox / "d-text.jsonl").write_bytes(lines([essay(bank, TEXT.upper().replace(",", " ,"))]))
    (inbox / "e-short-text.jsonl").write_bytes(lines([essay(bank, " ".join(["word"] * (LONG_TEXT - 1)))]))
    (inbox / "f-short-text.jsonl").write_bytes(lines([essay(bank, " ".join(["word"] * (LONG_TEXT - 1)))]))
    (inbox / "g-same-answers.jsonl").write_bytes(lines([attempt(one, key_answer(one)) for one in kinds]))
    mark()
    told = dict(problems(out))
    assert set(told) == {"b-tiny-ids", "c-new-ids", "d-text"}
    assert "Holds attempts that “ann” handed in too" in told["b-tiny-ids"]
    assert "same thousandths of a second" in told["c-new-ids"]
    assert "word for word that of “ann”" in told["d-text"]


def test_times_that_cannot_be_true_and_other_assignments_are_told(inbox, out, bank, assigned):
    key = assigned("01-0a1b2c3d", made="2026-11-01T08:00:00+00:00")
    for name, more in {
        "ann": {"at": "2026-11-10T09:00:00Z"},
        "bob": {"at": "2031-01-01T00:00:00Z"},
        "cy": {"at": "2026-10-01T00:00:00Z"},
        "dee": {"at": "2026-11-10T09:00:00Z", "says": "02-ffffffff"},
        "eve": {"at": "9999-12-31T23:59:59Z"},
    }.items():
        (inbox / f"{name}.zip").write_bytes(graded_zip(bank, name, "01-0a1b2c3d", **more))
    assert run(inbox, key, out).marked == 5
    told = dict(problems(out))
    assert set(told) == {"bob", "cy", "dee", "eve"}
    assert "1 answer dated after now" in told["bob"]
    assert "dated before the assignment was made" in told["cy"]
    assert told["dee"] == "The file says that it was handed in for another assignment, 02-ffffffff."


@pytest.mark.parametrize(
    ("due", "option"), [("2026-11-10 09:00Z", ""), ("10 November 2026, noon", ""), ("soon", "2026-11-10 12:00")]
)
def test_late_work_has_a_column_and_a_remark_and_keeps_its_marks(inbox, out, bank, assigned, due, option):
    due = due.removesuffix("Z")
    key = assigned("01-0a1b2c3d", made="2026-11-01T08:00:00+00:00", due=due)
    for name, day in (("ann", 8), ("bob", 12)):
        made = graded_zip(bank, name, "01-0a1b2c3d", at=f"2026-11-{day:02}T09:00:00Z")
        (inbox / f"{name}.zip").write_bytes(made)
    run(inbox, key, out, due=option)
    rows = {row["student"]: row for row in table(out / "results.csv") if row["exercise"] == "01-kind"}
    assert (rows["ann"]["late"], rows["bob"]["late"]) == ("", "late")
    assert rows["ann"]["marks"] == rows["bob"]["marks"]
    assert [student for student, what in problems(out) if "saved after it was due" in what] == ["bob"]


def test_a_due_time_that_cannot_be_read_is_told(inbox, out, bank, assigned):
    (inbox / "ann.zip").write_bytes(graded_zip(bank, "ann", "01-0a1b2c3d"))
    with pytest.raises(RunError, match="--due 'soon' is no time"):
        run(inbox, assigned("01-0a1b2c3d"), out, due="soon")


def test_a_platforms_mark_for_late_work_is_told(mark, inbox, out, bank):
    for name in ("leeann_LATE_12_900_a.jsonl", "raybob_13_901_a.jsonl"):
        (inbox / name).write_bytes(lines([essay(bank, f"{TEXT} {name}")]))
    mark()
    assert problems(out) == [("leeann", "The platform says that it came late.")]


def test_a_key_remembers_when_it_was_made(assigned):
    made = datetime.fromisoformat(load_key(assigned("01-0a1b2c3d")).made)
    assert timedelta(0) <= datetime.now(UTC) - made < timedelta(hours=1)


def test_a_large_class_has_pages_on_request_alone(mark, inbox, out, bank, monkeypatch):
    monkeypatch.setattr("helpers.teacher.running.MOST_PAGES", 1)
    for name in ("ann", "bob"):
        (inbox / f"{name}.jsonl").write_bytes(lines([essay(bank, f"{TEXT} {name}")]))
    mark()
    assert not [*out.rglob("*.html")]
    assert len(table(out / "by-hand" / "03-essay.csv")) == len(table(out / "texts.csv")) == 2
    mark(pages=True)
    assert len([*out.rglob("*.html")]) == 3
