"""Tables that no spreadsheet runs, pages that need no network, a gradebook for platforms, marks by hand that stay."""

import csv
import html.parser
import re

import pytest

from helpers.exercises.record_line import Attempt
from helpers.teacher.by_hand import HandError, read_by_hand
from helpers.teacher.class_list import ClassError
from helpers.teacher.keys import load_key
from helpers.teacher.running import RunError, run
from helpers.teacher.tables import cell
from tests.teacher.conftest import attempt, good_and_bad, lines

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\n=HYPERLINK("http://evil.example")'


@pytest.fixture
def inbox(school, bank, tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "ann.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    (folder / "bob.jsonl").write_bytes(lines(good_and_bad(bank.values(), good=False)))
    return folder


@pytest.fixture
def mark(inbox, school, tmp_path):
    def go(**more):
        return run(inbox, school / "lessons", tmp_path / "out", **more)

    return go


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def texts_of(answer_to, text):
    return {"text": text, "evidence": ["letter-1923"], "checks": [1], "self": {}}


@pytest.mark.parametrize("value", ["=1", "+1", "-1+1", "@a", "\t=1", "\n=1", " =1", "＝1", "-x"])
def test_no_cell_would_run(value):
    assert cell(value).startswith("'")


@pytest.mark.parametrize(
    ("value", "told"), [(-1.5, "-1.5"), ("a=b", "a=b"), ("-", "-"), ("\r@x", "\ufffd@x"), (7, "7"), (0.1 + 0.2, "0.3")]
)
def test_other_cells_stay_as_they_are(value, told):
    assert cell(value) == told


def test_results_have_one_row_a_student_and_exercise(mark, bank, tmp_path):
    done = mark()
    assert (done.handed_in, done.marked, done.problems) == (2, 2, 0)
    rows = table(tmp_path / "out" / "results.csv")
    assert len(rows) == 2 * len(bank)
    bob = {row["exercise"]: row for row in rows if row["student"] == "bob"}
    assert bob["01-kind"]["marks"] == "1"
    assert bob["01-kind"]["maximum"] == "2"
    assert bob["01-kind"]["tries"] == "2"
    assert bob["01-kind"]["confidence"] == "sure"
    assert bob["01-kind"]["first_answer"] in {option.id for option in bank["01-kind"].options}
    assert bob["03-essay"]["state"] == "by hand"
    assert bob["03-essay"]["marks"] == ""


def test_a_gradebook_without_a_class_list(mark, bank, tmp_path):
    mark()
    ann, bob = table(tmp_path / "out" / "gradebook.csv")
    maximum = str(sum(getattr(one, "marks", 0) for one in bank.values()))
    assert (ann["Student"], ann["All lessons"], ann["Maximum"]) == ("ann", maximum, maximum)
    assert 0 < float(bob["All lessons"]) < float(maximum)


def test_the_gradebook_fits_the_platforms_own_list(mark, inbox, tmp_path):
    (inbox / "Zoë Case_9_assignsubmission_file_a.zip").write_bytes(b"broken")
    (inbox / "stranger.jsonl").write_bytes((inbox / "ann.jsonl").read_bytes())
    members = tmp_path / "class.csv"
    members.write_text(
        "First name;Surname;Email address\nAnn;Example;ann@x.org\nB;Ob;bob@x.org\nZoe;Case;z@x.org\n"
        "Nobody;Here;n@x.org\n",
        encoding="cp1252",
    )
    done = mark(members=members)
    rows = table(tmp_path / "out" / "gradebook.csv")
    assert list(rows[0])[:3] == ["First name", "Surname", "Email address"]
    grades = {row["Surname"]: row["All lessons"] for row in rows}
    assert set(grades) == {"Example", "Ob", "Case", "Here"}, (
        "a student whom the platform does not know would stop it all"
    )
    assert grades["Case"] == grades["Here"] == "-", "not marked is no zero"
    assert float(grades["Example"]) > float(grades["Ob"]) > 0
    assert all("," not in grade for grade in grades.values())
    told = [row["what"] for row in table(tmp_path / "out" / "problems.csv") if row["student"] == "stranger"]
    assert any("not in the class list" in what for what in told)
    assert done.problems == 1


def test_a_class_list_that_is_none_stops_before_anything_is_written(mark, tmp_path):
    with pytest.raises(ClassError, match="cannot be read"):
        mark(members=tmp_path / "no.csv")
    (tmp_path / "empty.csv").write_text("name\n")
    with pytest.raises(ClassError, match="names no student"):
        mark(members=tmp_path / "empty.csv")
    assert not (tmp_path / "out").exists()


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes


def test_a_page_escapes_everything_that_a_student_wrote(inbox, mark, bank, tmp_path):
    essay, code = bank["03-essay"], bank["02-count"]
    (inbox / "=<b>eve.jsonl").write_bytes(
        lines(
            [
                attempt(essay, texts_of(essay, EVIL)),
                Attempt("02-count", {"code": EVIL, "value": None, "error": EVIL}, "sure", "02-closed"),
                Attempt(code.id, {"code": "x", "value": EVIL, "error": ""}, "sure", "02-closed"),
            ]
        )
    )
    mark()
    for path in [*(tmp_path / "out").rglob("*.html")]:
        page = Page(path.read_text(encoding="utf-8"))
        assert "img" not in page.tags
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        assert page.tags.count("script") == (1 if path.parent.name == "texts" else 0)
        assert not [value for name, value in page.attributes if name in ("src", "href")]
        assert "http://evil" not in "".join(str(value) for _, value in page.attributes if value)
    feedback = next((tmp_path / "out" / "feedback").glob("*eve.html")).read_text(encoding="utf-8")
    assert "&lt;script&gt;" in feedback
    for path in (tmp_path / "out").rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                assert not [value for value in row if re.match(r"\s*[=+@]", value)]


def test_a_page_asks_no_network_for_anything(mark, tmp_path):
    mark()
    pages = list((tmp_path / "out").rglob("*.html"))
    assert len(pages) >= 4
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert not re.search(r"https?://|url\(|@import", text)


def test_feedback_says_what_the_card_says(mark, bank, tmp_path):
    mark()
    page = (tmp_path / "out" / "feedback" / "bob.html").read_text(encoding="utf-8")
    import html as escaping

    plain = escaping.unescape(re.sub(r"<[^>]+>", "", page))
    question = bank["01-kind"]
    right = next(option for option in question.options if option.correct == "true")
    assert right.text in plain
    assert right.feedback.replace("*", "") in plain
    assert question.worked.replace("*", "") in plain
    assert "1 of 2 marks (2 tries)" in plain


def test_texts_stand_side_by_side_with_the_rubric(mark, bank, tmp_path):
    done = mark()
    assert done.texts == 4
    page = (tmp_path / "out" / "texts" / "03-essay.html").read_text(encoding="utf-8")
    assert page.count("<article") == 2
    for criterion in bank["03-essay"].rubric:
        assert page.count(f'data-criterion="{criterion.id}"') == 2
    assert 'type="radio"' in page
    assert {row["student"] for row in table(tmp_path / "out" / "texts.csv")} == {"ann", "bob"}


def write_marks(out, exercise, student, **values):
    path = out / "by-hand" / f"{exercise}.csv"
    rows = table(path)
    for row in rows:
        if row["student"] == student:
            row.update(values)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_marks_by_hand_survive_and_count_once_all_texts_have_theirs(mark, inbox, bank, tmp_path):
    out = tmp_path / "out"
    mark()
    machine = float(table(out / "gradebook.csv")[0]["All lessons"])
    write_marks(out, "03-essay", "ann", claim="3", marks="4", maximum="5", comment="Well weighed =)")
    before = (out / "by-hand" / "03-essay.csv").read_bytes()
    assert mark().texts == 0
    assert (out / "by-hand" / "03-essay.csv").read_bytes() == before
    ann, bob = table(out / "gradebook.csv")
    assert float(ann["All lessons"]) == machine + 4
    assert float(ann["Maximum"]) == float(bob["Maximum"]) == machine + 5
    assert bob["All lessons"] == "-", "a text that waits for its mark is no zero"
    row = next(one for one in table(out / "results.csv") if (one["student"], one["exercise"]) == ("ann", "03-essay"))
    assert (row["marks"], row["by_hand"], row["hand_levels"]) == ("", "4", "claim=3")
    assert "Well weighed =)" in (out / "feedback" / "ann.html").read_text(encoding="utf-8")
    (inbox / "eve.jsonl").write_bytes(lines(good_and_bad(bank.values())))
    assert mark().texts == 2
    after = (out / "by-hand" / "03-essay.csv").read_bytes()
    assert after.startswith(before)
    assert b"eve" in after


def test_a_text_that_was_changed_after_it_was_judged_is_told(mark, inbox, bank, tmp_path):
    mark()
    write_marks(tmp_path / "out", "03-essay", "ann", comment="Good.")
    with (inbox / "ann.jsonl").open("ab") as stream:
        stream.write(
            lines([attempt(bank["03-essay"], texts_of(None, "Another text of some words."), at="2027-01-01T00:00:00Z")])
        )
    mark()
    assert "newer than the one that was judged" in (tmp_path / "out" / "texts" / "03-essay.html").read_text()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"claim": "7"}, "a level from 1 to 4"),
        ({"marks": "many"}, "a number such as 2.5"),
        ({"marks": "nan", "maximum": "5"}, "a number, 0 or greater"),
        ({"marks": "6", "maximum": "5"}, "a maximum that is no smaller"),
        ({"marks": "6"}, "a maximum that is no smaller"),
    ],
)
def test_a_fault_in_marks_by_hand_is_named_and_nothing_is_lost(mark, school, tmp_path, values, told):
    mark()
    write_marks(tmp_path / "out", "03-essay", "ann", **values)
    before = (tmp_path / "out" / "results.csv").read_bytes()
    with pytest.raises(HandError, match=told) as caught:
        mark()
    assert "row 2" in str(caught.value)
    assert (tmp_path / "out" / "results.csv").read_bytes() == before


def test_a_spreadsheets_way_with_csv_is_understood(mark, school, tmp_path):
    mark()
    path = tmp_path / "out" / "by-hand" / "03-essay.csv"
    text = path.read_text(encoding="utf-8-sig").replace(",", ";").replace("ann;", "ann;", 1)
    header, *rows = text.splitlines()
    cells = rows[0].split(";")
    cells[-3:] = ["2,5", "5", "schön"]
    path.write_bytes("\r\n".join([header, ";".join(cells), *rows[1:]]).encode("cp1252"))
    hand = read_by_hand(tmp_path / "out", load_key(school / "lessons").questions).rows[0]
    assert (hand.marks, hand.maximum, hand.comment) == (2.5, 5.0, "schön")


def test_pages_of_students_who_are_gone_are_removed(mark, inbox, tmp_path):
    mark()
    (inbox / "bob.jsonl").unlink()
    mark()
    assert [path.name for path in (tmp_path / "out" / "feedback").iterdir()] == ["ann.html"]


def test_results_do_not_go_into_the_folder_of_submissions(inbox, school):
    with pytest.raises(RunError, match="lies in the folder of submissions"):
        run(inbox, school / "lessons", inbox / "out")
