"""`python -m helpers print`: what it writes and says, with and without a browser, and what stands on which page."""

import html
import importlib
import re
import shutil
import subprocess
import sys

import pypdf
import pytest

from helpers import course
from helpers.__main__ import main
from helpers.teacher.paper import browsers, pdf, printing, tasks
from helpers.teacher.paper.blocks import Ledger
from teacher.papers import FOLDERS, plain, read, sheet_of, squeezed
from tests.kit import browser


@pytest.fixture
def no_browser(monkeypatch, tmp_path):
    monkeypatch.delenv(browsers.CHOSEN, raising=False)
    monkeypatch.setattr(printing, "installed", lambda: None)


def test_without_a_browser_the_html_is_written_and_one_sentence_says_so(no_browser, tmp_path, capsys):
    assert main(["print", "00", "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert said.count("No PDF: no Chromium, Chrome or Edge was found.") == 1
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["00-start-here-answer-key.html", "00-start-here-worksheet.html"]


def test_html_only_asks_for_no_browser(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv(browsers.CHOSEN, "/nowhere/chrome")
    assert main(["print", "0", "--out", str(tmp_path), "--html-only"]) == 0
    assert "No PDF" not in capsys.readouterr().out
    assert main(["print", "0", "--out", str(tmp_path)]) == 0
    assert "No PDF: COURSE_BROWSER names /nowhere/chrome, which is not there" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("script", "said"), [("exit 3", r"printed no PDF \(exit code 3\)"), ("sleep 9", "printed no PDF within 0.3 s")]
)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for the browser")
def test_a_browser_that_fails_costs_the_pdf_only(monkeypatch, tmp_path, script, said):
    program = tmp_path / "chromium"
    program.write_text(f"#!/bin/sh\nexec {script}\n" if script.startswith("sleep") else f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(pdf, "PATIENCE", 0.3)
    done = printing.print_lesson("00", tmp_path / "out", find=lambda: str(program))
    assert [path.suffix for path in done.files] == [".html", ".html"]
    assert re.search(said, done.notes[-1])
    assert "print it from there" in done.notes[-1]
    assert sum("printed no PDF" in note for note in done.notes) == 1  # what fails once is not tried again


def test_a_lesson_that_is_not_there_is_told_with_those_that_are(capsys):
    for name in ("17", "", "0", "nonsense"):
        code = main(["print", name, "--html-only", "--out", "/dev/null/x"]) if name != "0" else 1
        assert code == 1
    said = capsys.readouterr().err
    assert said.startswith("There is no lesson '17'. The lessons are 00-start-here, 01-")
    assert "Traceback" not in said


@pytest.fixture
def a_lesson_to_break(monkeypatch, tmp_path):
    """The lesson.md of a copy of the course, which a test may break."""
    for name in ("data", "lessons"):
        shutil.copytree(course.root() / name, tmp_path / "course" / name)
    monkeypatch.setenv(course.ROOT_VARIABLE, str(tmp_path / "course"))
    course.root.cache_clear()
    yield tmp_path / "course" / "lessons" / "00-start-here" / "lesson.md"
    monkeypatch.undo()
    course.root.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('exercise("00-audit-steps")', "", "must show every exercise of exercises.yml once"),
        ("{words} ledger", "{words} nonsense", "lesson.md: the glossary has no word 'nonsense'"),
        ("check_setup()", "chek_setup()", "begins with 'from helpers import check_setup, exercise, keep_answers' does"),
    ],
)
def test_a_lesson_with_a_fault_is_told_in_one_sentence(a_lesson_to_break, tmp_path, capsys, old, new, said):
    text = a_lesson_to_break.read_text(encoding="utf-8")
    assert old in text
    a_lesson_to_break.write_text(text.replace(old, new), encoding="utf-8")
    assert main(["print", "00", "--whole", "--html-only", "--out", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert "00-start-here/lesson.md" in told
    assert said in told
    assert len(told.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["print", "00", "--html-only", "--out", str(tmp_path / "file")]) == 1
    assert "Give another one with --out." in capsys.readouterr().err


def test_without_jupytext_it_says_what_to_install(monkeypatch, capsys):
    for name in ("helpers.teacher.paper.printing", "helpers.teacher.paper.lesson", "helpers.build"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr(importlib.import_module("helpers"), "build", raising=False)
    monkeypatch.setitem(sys.modules, "jupytext", None)
    assert main(["print", "00"]) == 1
    assert capsys.readouterr().err == "Printing needs jupytext: run `pip install jupytext`, then this command again.\n"


def test_the_command_line_without_printing_loads_nothing_of_it():
    code = "import sys, helpers.__main__; print([m for m in ('markupsafe', 'jupytext', 'pandas') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=course.root(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# The PDF, by a real browser

PAPERS = [(folder, "A4") for folder in FOLDERS] + [(FOLDERS[-1], "Letter")]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Every lesson as PDF, the last one on both papers: (folder, paper, "worksheet" or "answer-key") -> its pages."""
    out = tmp_path_factory.mktemp("paper")
    found = {}
    for folder, paper in PAPERS:
        done = printing.print_lesson(folder, out / paper, paper=paper, whole=True, find=browser.find)
        assert not [note for note in done.notes if "PDF" in note]
        for path in done.files:
            if path.suffix == ".pdf":
                found[folder, paper, path.stem.removeprefix(f"{folder}-")] = pypdf.PdfReader(path)
    assert len(found) == 2 * len(PAPERS)
    return found


@pytest.fixture(scope="module")
def texts(printed):
    """The words of each page of what is printed, read once: that takes longer than to print it."""
    return {key: [one.extract_text() for one in reader.pages] for key, reader in printed.items()}


@pytest.mark.browser
def test_pages_have_their_size_numbers_header_and_mark(printed, texts):
    for (folder, paper, what), reader in printed.items():
        size = [round(float(x)) for x in reader.pages[0].mediabox[2:]]
        assert size == {"A4": [595, 842], "Letter": [612, 792]}[paper]
        assert 1 < len(reader.pages) < 30
        for number, one in enumerate(texts[folder, paper, what], 1):
            text = " ".join(one.split())
            assert f"page {number} of {len(reader.pages)}" in text
            assert f"{read(folder).number}. {read(folder).title}" in text
            # Twice: in the header, and down the side for browsers that draw no header of a page's own.
            assert text.count("TEACHER ONLY: answer key") == (2 if what == "answer-key" else 0)
            if what == "worksheet":
                assert text.count("Name ____") == (number > 1)


@pytest.mark.browser
@pytest.mark.parametrize(("folder", "paper"), PAPERS)
def test_no_exercise_is_torn_and_no_heading_left_behind(texts, folder, paper):
    pages = [squeezed(one) for one in texts[folder, paper, "worksheet"]]
    for number, question in enumerate(read(folder).questions.values(), 1):
        at = [n for n, text in enumerate(pages) if squeezed(f"Exercise {number}. {plain(question.title)}") in text]
        assert len(at) == 1
        if question.kind == "advise":  # is longer than a page, but no seat is torn
            for seat in question.seats:
                ends = [squeezed(plain(one)) for one in (seat.brief, seat.options[-1].text)]
                assert any(all(end in text for end in ends) for text in pages), seat.id
        if question.kind in ("essay", "find-in-table", "advise"):
            continue  # may be longer than a page
        last = re.findall(r">([^<>]{4,})<", str(tasks.task_html(question, number)))[-1]
        assert squeezed(html.unescape(last)) in pages[at[0]].split(f"Exercise{number}.", 1)[1], question.id
    # Neither a heading nor the caption and the head of a table stands alone at the foot of a page.
    ends = re.findall(r"<h[23]>(.*?)</h[23]>|<caption>(.*?)</caption>|<thead>(.*?)</thead>", sheet_of(folder))
    ends = {squeezed(html.unescape(re.sub("<[^>]+>", "", "".join(one)))) for one in ends} - {""}
    lesson = read(folder)
    lines = (f"{lesson.course}: worksheet", f"{lesson.number}. {lesson.title}")
    around = "|".join([*(re.escape(squeezed(one)) for one in lines), r"page\d+of\d+", "Name_+"])
    for text in pages:
        body = re.sub(around, "", text)
        assert not body.endswith(tuple(ends)), body[-80:]


@pytest.mark.browser
def test_a_part_with_a_ledger_begins_a_page(texts):
    for (folder, _, what), written in texts.items():
        pages = [squeezed(one) for one in written]
        parts = re.findall(r'<section class="part fresh">\s*<h2>(.*?)</h2>', sheet_of(folder))
        assert bool(parts) == any(isinstance(one, Ledger) for one in read(folder).blocks)
        for part in parts if what == "worksheet" else ():
            (at,) = (text for text in pages if squeezed(html.unescape(part)) in text)
            assert at.index(squeezed(html.unescape(part))) < 200


def test_the_short_worksheet_holds_the_exercises_and_what_they_lean_on_and_no_more(tmp_path, capsys):
    assert main(["print", "2", "--html-only", "--out", str(tmp_path)]) == 0
    assert "All of it: add --whole." in capsys.readouterr().out
    short = (tmp_path / "02-one-missing-word-worksheet.html").read_text(encoding="utf-8")
    assert main(["print", "2", "--html-only", "--whole", "--out", str(tmp_path)]) == 0
    whole = (tmp_path / "02-one-missing-word-worksheet.html").read_text(encoding="utf-8")
    assert short.count('class="exercise') == whole.count('class="exercise') > 5
    needed, other = "The fullest report that we have", "Nobody then knew what would come"
    assert (needed in short, other in short) == (True, False)
    assert needed in whole
    assert other in whole


@pytest.mark.browser
def test_a_student_gets_lesson_02_on_eight_sides(tmp_path):
    printing.print_lesson("02", tmp_path, find=browser.find)
    (sheet,) = tmp_path.glob("*worksheet.pdf")
    assert len(pypdf.PdfReader(sheet).pages) <= 8
