"""A folder of submissions, sorted by student, whatever a platform made of the names."""

import zipfile

import pytest

from helpers.teacher.incoming import NoSubmissions, file_name, sender, submissions, tidy


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
        tmp_path,
        "exampleann_12_345_my-answers-2026-11-24.jsonl",
        "otherbob_LATE_13_346_hand-in-02-0a1b2c3d-bob-1.zip",
        "Lesson 2_ccase_attempt_2026-01-31-10-20-30_answers.jsonl",
        "Lesson 2_ccase_attempt_2026-01-31-10-20-30.txt",
        "77-88 - Dee Dash - Jan 31, 2026 1020 AM - answers.zip",
    )
    assert {name: len(paths) for name, paths in names(tmp_path).items()} == {
        "exampleann": 1,
        "otherbob": 1,
        "ccase": 2,
        "Dee Dash": 1,
    }


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
