"""A folder of submissions, sorted by student, whatever a platform made of the names."""

import tempfile
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.exercises.assigned import HandIn, hand_in_zip
from helpers.exercises.record_line import Attempt, to_line
from helpers.teacher.incoming import NoSubmissions, file_name, sender, submissions, tidy
from tests.teacher.platform_names import NAMED_BY


def names(folder):
    return {one.name: sorted(path.name for path in one.paths) for one in submissions(folder)}


def touch(folder, *paths):
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"")


def test_moodle_with_a_folder_each_and_without(tmp_path):
    touch(
        tmp_path,
        "Ann Example_4711_assignsubmission_file_/a.jsonl",
        "Bob O'Other_4712_assignsubmission_file_hand-in.zip",
        "Bob O'Other_4712_assignsubmission_file_notes.ipynb",
        "Bob O'Other_4712_assignsubmission_onlinetext_onlinetext.html",
    )
    assert names(tmp_path) == {
        "Ann Example": ["Ann Example_4711_assignsubmission_file_"],
        "Bob O'Other": [
            "Bob O'Other_4712_assignsubmission_file_hand-in.zip",
            "Bob O'Other_4712_assignsubmission_file_notes.ipynb",
            "Bob O'Other_4712_assignsubmission_onlinetext_onlinetext.html",
        ],
    }
    assert {one.id for one in submissions(tmp_path)} == {"4711", "4712"}


def test_canvas_blackboard_and_brightspace(tmp_path):
    touch(
        tmp_path / "canvas",
        "exampleann_12_345_my-answers-2026-11-24.jsonl",
        "otherbob_LATE_13_346_hand-in-02-0a1b2c3d-bob-1.zip",
    )
    touch(
        tmp_path / "blackboard",
        "Lesson 2_ccase_attempt_2026-01-31-10-20-30_answers.jsonl",
        "Lesson 2_ccase_attempt_2026-01-31-10-20-30.txt",
        "Lesson 2_ddash_attempt_2026-01-31-10-20-30.txt",
    )
    touch(tmp_path / "brightspace", "77-88 - Dee Dash - Jan 31, 2026 1020 AM - answers.zip")
    assert {name: len(paths) for name, paths in names(tmp_path / "canvas").items()} == {"exampleann": 1, "otherbob": 1}
    assert [one.late for one in submissions(tmp_path / "canvas")] == [False, True]
    assert {name: len(paths) for name, paths in names(tmp_path / "blackboard").items()} == {"ccase": 2, "ddash": 1}
    assert {name: len(paths) for name, paths in names(tmp_path / "brightspace").items()} == {"Dee Dash": 1}


def test_files_of_one_name_belong_together_and_junk_to_nobody(tmp_path):
    touch(
        tmp_path, "ann.jsonl", "ann.ipynb", "bob.zip", ".DS_Store", "__MACOSX/x", "Thumbs.db", "~$bob.docx", "eve/x.zip"
    )
    assert names(tmp_path) == {"ann": ["ann.ipynb", "ann.jsonl"], "bob": ["bob.zip"], "eve": ["eve"]}


def test_one_students_own_folder_of_answers_is_one_submission(tmp_path):
    folder = tmp_path / "ann"
    touch(folder, "attempts-20261124T101010Z-0a1b2c3d.jsonl", "restored-20261124T101010Z-0a1b2c3d.jsonl")
    assert list(names(folder)) == ["ann"]


def test_namesakes_get_files_of_their_own(tmp_path):
    touch(tmp_path, "Ann_1_assignsubmission_file_a.zip", "Ann_2_assignsubmission_file_a.zip", "a b.zip", "a-b.zip")
    found = submissions(tmp_path)
    assert len({one.name for one in found}) == 4
    assert len({one.file.casefold() for one in found}) == 4


def test_a_single_file_is_a_submission(tmp_path):
    touch(tmp_path, "ann.zip")
    assert [one.name for one in submissions(tmp_path / "ann.zip")] == ["ann"]


def test_a_whole_class_in_one_zip_is_never_taken_for_one_student(tmp_path):
    path = tmp_path / "download.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Ann_1_assignsubmission_file_/a.jsonl", b"")
        archive.writestr("Bob_2_assignsubmission_file_/a.jsonl", b"")
    with pytest.raises(NoSubmissions, match="Unpack it"):
        submissions(path)


def test_no_folder_and_no_files_are_told(tmp_path):
    with pytest.raises(NoSubmissions, match="is not there"):
        submissions(tmp_path / "no")
    with pytest.raises(NoSubmissions, match="is empty"):
        submissions(tmp_path)


def told(folder):
    """The notes of all submissions by name."""
    return {one.name: one.notes for one in submissions(folder) if one.notes}


@pytest.mark.parametrize(
    ("files", "whose"),
    [
        # A student's own words stand behind the platform's, whatever they look like.
        (
            (
                "Lesson 2_ada_attempt_2026-11-30-09-00-00_a.zip",
                "Lesson 2_bob_attempt_2026-11-30-10-00-00_x_ada_attempt_2026-11-30-10-20-31_a.zip",
            ),
            ["ada", "bob"],
        ),
        (
            ("ada_111_9000_a.zip", "bob_222_9001_Zoe Adams_111_assignsubmission_file_a.zip", "zoeadams_333_9002_a.zip"),
            ["ada", "bob", "zoeadams"],
        ),
        (("ada_111_9000_a.zip", "bob_222_9001_x_ada_attempt_2026-11-30-10-20-31_a.zip"), ["ada", "bob"]),
        (
            ("Ada_1_assignsubmission_file_a.zip", "Bob_2_assignsubmission_file_Ada_1_assignsubmission_file_a.zip"),
            ["Ada", "Bob"],
        ),
        (
            ("1-9 - Ada - Jan 31, 2026 1020 AM - a.zip", "2-9 - Bob - Jan 31, 2026 1021 AM - 1-9 - Ada - Jan 31, 2026"),
            ["Ada", "Bob"],
        ),
        # Underscores and dates.
        (("2026_11_25_ann.zip", "2026_11_25_bob.zip", "2026_11_25_cy.zip"), 3),
        (("2026_11_25_ann.zip", "2026_11_26_bob.zip", "2026_11_27_cy.zip"), 3),
        (("Class_9_1_Ann.zip", "Class_9_1_Bob.zip"), 2),
        (("Class_9_1_Ann.zip", "Class_9_2_Bob.zip"), 2),
        (
            ("L_2_a_example_attempt_2026-01-31-10-20-30_a.zip", "L_2_b_example_attempt_2026-01-31-10-20-30_a.zip"),
            ["a_example", "b_example"],
        ),
        (("Example_Ann_aexample_4711/a.zip", "Other_Bob_bother_4712/a.zip"), ["Example Ann", "Other Bob"]),
        (("Example, Ann(aexample)/x/a.zip", "Other, Bob(bother)/x/a.zip", "grades.csv"), ["Ann Example", "Bob Other"]),
        (("Ann Example/Version 1/a.zip", "Ann Example/Version 2/a.zip", "Bob/a.zip"), ["Ann Example", "Bob"]),
        # Months of other languages; late and nameless.
        (
            (
                "12-3 - Dée - 31 janv. 2026 1020 - a.zip",
                "13-3 - Ed - 3 février 2026 10h20 - a.zip",
                "14-3 - Fé - 3. März 2026 1020 - a.zip",
            ),
            ["Dée", "Ed", "Fé"],
        ),
        (("anonymous_AbC12_346_a.zip", "anonymous_late_XyZ34_347_a.zip"), ["anonymous (AbC12)", "anonymous (XyZ34)"]),
        (("ann_late_12_346_a.zip", "bob_13_347_a.zip", "cy_14_text.html"), ["ann", "bob", "cy"]),
        # Copies.
        (("hand-in-02-1a2b3c4d-bob-x - Copy.zip", "hand-in-02-1a2b3c4d-cy-x 2.zip"), ["bob-x", "cy-x"]),
        (("Dee Dash - answers.zip", "Ed Ash - answers.zip"), ["Dee Dash", "Ed Ash"]),
        (("Lesson 2 - Dee.zip", "Lesson 2 - Ed.zip"), ["Dee", "Ed"]),
        (("ann.zip", "ann (1).zip"), ["ann", "ann (1)"]),
        (("ann (1).jsonl", "bob - Kopie.jsonl"), ["ann", "bob"]),
        ((".ann.zip", "bob.zip~"), 2),
    ],
)
def test_what_the_platform_wrote_decides_whose_it_is(tmp_path, files, whose):
    touch(tmp_path, *files)
    found = list(names(tmp_path))
    assert len(found) == whose if isinstance(whose, int) else found == whose


def test_an_unpacked_download_in_a_folder_of_its_own_is_the_class(tmp_path):
    touch(tmp_path, "Lesson 2/Ann_1_assignsubmission_file_/a.zip", "Lesson 2/Bob_2_assignsubmission_file_/a.zip")
    assert list(names(tmp_path)) == ["Ann", "Bob"]


def test_raw_records_among_other_files_are_not_all_one_students(tmp_path):
    touch(
        tmp_path,
        "ann.zip",
        "attempts-20261124T101010Z-0a1b2c3d.jsonl",
        "attempts-20261124T101011Z-0a1b2c3e.jsonl",
    )
    assert len(names(tmp_path)) == 3


def hand_in(folder, name, student, *answers):
    (folder / name).write_bytes(hand_in_zip(HandIn("c", "02-0a", student), b"".join(map(to_line, answers))))


ONE, TWO = (Attempt("02-x", n, "", "02-x@02-0a") for n in "ab")


def test_where_no_platform_tells_files_stay_apart_unless_one_holds_all_of_the_other(tmp_path):
    hand_in(tmp_path, "ann.zip", "Ann", ONE)
    hand_in(tmp_path, "ann (1).zip", "Ann", ONE, TWO)
    hand_in(tmp_path, "ann (2).zip", "Ann", Attempt("02-x", "c", "", "02-x@02-0a"))  # names alone prove nothing
    hand_in(tmp_path, "ann (3).zip", "Bob", ONE)
    assert names(tmp_path) == {
        "ann": ["ann (1).zip", "ann.zip"],
        "ann (2)": ["ann (2).zip"],
        "ann (3)": ["ann (3).zip"],
    }
    assert any("Taken together" in note for note in told(tmp_path)["ann"])
    assert all(any("May be one student's" in note for note in notes) for notes in told(tmp_path).values())


def test_namesakes_all_have_their_number_in_any_order(tmp_path):
    touch(tmp_path, "Ann Lee_200_assignsubmission_file_a.zip")
    assert list(names(tmp_path)) == ["Ann Lee"]
    touch(tmp_path, "ann lee_100_assignsubmission_file_a.zip")
    assert set(names(tmp_path)) == {"ann lee (100)", "Ann Lee (200)"}


@pytest.mark.parametrize(
    "files",
    [
        ("Ann.zip", "Ann!.zip", "Ann 2.zip"),
        ("Ann X.zip", "ann-x.zip"),
        ("Zoë.zip", "Zoe\u0308!.zip", "ZOË?.zip"),
        ("ß.zip", "ss.zip", "SS!.zip"),
        ("!.zip", "?.zip", "student.zip"),
    ],
)
def test_each_has_a_page_of_its_own_also_where_capitals_do_not_count(tmp_path, files):
    touch(tmp_path, *files)
    found = submissions(tmp_path)
    assert len({unicodedata.normalize("NFC", one.file.casefold()) for one in found}) == len(files)
    kept = {one.name: one.file for one in found}
    assert kept.get("Ann", "Ann") == "Ann", "a name that is a file's name as it stands keeps it"


FREE = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='/\\:*?"<>|'), min_size=1, max_size=12)
OWN = st.one_of(
    FREE.map(lambda name: f"{name}.zip"),
    st.sampled_from(
        (
            *("a.zip", "2026_11_25_ann.zip", "Class_9_1_Ann.zip", "hand-in-02-1a2b3c4d-ann.zip", "ann (1).zip"),
            *("x_ada_attempt_2026-11-30-10-20-31_a.zip", "Ann_1_assignsubmission_file_a.zip", "ann_1_70001_a.zip"),
            *("1-77 - Ann - Nov 30, 2026 1020 AM - a.zip", "_LATE_1_2_a.zip", "a - Copy.zip", "Ann - answers.zip"),
        )
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    platform=st.sampled_from(sorted(NAMED_BY)),
    students=st.lists(st.tuples(FREE.filter(str.strip), OWN), min_size=2, max_size=8),
    same=st.none() | OWN,
    first=st.integers(1, 9_000),
    shuffle=st.randoms(use_true_random=False),
)
def test_any_names_on_any_platform_give_as_many_students_as_handed_in(
    tmp_path, platform, students, same, first, shuffle
):
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    made = [NAMED_BY[platform](name, first + n, same or own) for n, (name, own) in enumerate(students)]
    made = [one for one in made if len(one.split("/")[0].encode()) < 250 and not one.startswith("._")]
    shuffle.shuffle(made)
    touch(folder, *made)
    tops = {one.split("/")[0] for one in made}
    found = submissions(folder)
    assert len(found) == len(tops)
    assert sorted(one.paths[0].name for one in found) == sorted(tops)
    assert len({one.name.casefold() for one in found}) == len({one.file.casefold() for one in found}) == len(tops)


@pytest.mark.parametrize(
    "name", ["", " ", "\u202e", "../../etc/passwd", "a" * 500, "=1+1", "<script>", "x\x00y", "\ud800", "con.zip", "."]
)
def test_no_name_is_too_odd(name):
    told, _ = sender(name)
    assert 0 < len(told) <= 120
    assert told.isprintable()
    file = file_name(tidy(name))
    assert 0 < len(file) <= 81
    assert not set(file) & set('/\\:*?"<>|\0.')
