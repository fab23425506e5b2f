"""`python -m helpers print`: what it writes and says, with and without a browser, and what stands on which page."""

import html
import importlib
import re
import subprocess
import sys

import pypdf
import pytest

from helpers import course
from helpers.__main__ import main
from helpers.teacher.paper import browsers, pdf, printing, tasks
from teacher.papers import plain, read, sheet_of, squeezed


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


def test_a_lesson_that_is_not_there_is_told_with_those_that_are(capsys):
    for name in ("17", "", "0", "nonsense"):
        code = main(["print", name, "--html-only", "--out", "/dev/null/x"]) if name != "0" else 1
        assert code == 1
    said = capsys.readouterr().err
    assert said.startswith("There is no lesson '17'. The lessons are 00-start-here, 01-")
    assert "Traceback" not in said


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


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The last lesson as PDF, on both papers: name -> the text of each page."""
    import browser

    out = tmp_path_factory.mktemp("paper")
    found = {}
    for paper in ("A4", "Letter"):
        done = printing.print_lesson("02", out / paper, paper=paper, find=browser.find)
        assert not [note for note in done.notes if "PDF" in note]
        for path in done.files:
            if path.suffix == ".pdf":
                what = "key" if "key" in path.name else "sheet"
                found[paper, what] = pypdf.PdfReader(path)
    return found


@pytest.mark.browser
def test_pages_have_their_size_numbers_header_and_mark(printed):
    for (paper, what), reader in printed.items():
        size = [round(float(x)) for x in reader.pages[0].mediabox[2:]]
        assert size == {"A4": [595, 842], "Letter": [612, 792]}[paper]
        assert 5 < len(reader.pages) < 30
        for number, one in enumerate(reader.pages, 1):
            text = " ".join(one.extract_text().split())
            assert f"page {number} of {len(reader.pages)}" in text
            assert read("02-one-missing-word").title in text
            assert ("TEACHER ONLY: answer key" in text) == (what == "key")
            if what == "sheet":
                assert text.count("Name ____") == (number > 1)


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_no_exercise_is_torn_and_no_heading_left_behind(printed, paper):
    pages = [squeezed(one.extract_text()) for one in printed[paper, "sheet"].pages]
    for number, question in enumerate(read("02-one-missing-word").questions.values(), 1):
        at = [n for n, text in enumerate(pages) if squeezed(f"Exercise {number}. {plain(question.title)}") in text]
        assert len(at) == 1
        if question.kind in ("essay", "find-in-table"):
            continue  # may be longer than a page
        last = re.findall(r">([^<>]{4,})<", str(tasks.task_html(question, number)))[-1]
        assert squeezed(html.unescape(last)) in pages[at[0]].split(f"Exercise{number}.", 1)[1], question.id
    headings = re.findall(r"<h[23]>(.*?)</h[23]>", sheet_of("02-one-missing-word"))
    headings = [squeezed(html.unescape(re.sub("<[^>]+>", "", one))) for one in headings]
    for text in pages:
        body = re.sub(r"AlmostAllies:worksheet|page\d+of\d+|2\.Onemissingword|Name_+", "", text)
        assert not body.endswith(tuple(headings)), body[-80:]
