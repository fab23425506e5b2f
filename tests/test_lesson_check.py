"""What is wrong with a lesson is told by file and line: one broken copy of a small lesson for each fault."""

import shutil
from pathlib import Path

import check_lesson as command
import pytest
from lesson_check import Finding, check_lesson, choose, minutes_of, quotations, reading_level
from lesson_check.known import Known
from lesson_check.quotations import Wording
from lesson_check.source import Lesson

from helpers import build, course
from helpers.essay import essay

PAGE = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3 (ipykernel), language: python, name: python3}
title: A trial
question: What is tried?
minutes: 20
objectives: [to try]
keypoints: [it was tried]
passages: [p04]
---

# A trial

A plain sentence with a citation. [state-nato-chron-1999]

+++

{passage} p04

+++

{words} treaty veto

```{code-cell}
from helpers import exercise, load_indicators
```

```{code-cell}
exercise("01-kind")
```

```{code-cell}
load_indicators("wb_gdp_current_usd")
```

## Sources used

| id | what |
|---|---|
| state-nato-chron-1999 | a list of dates |
"""
EXERCISES = """- id: 01-kind
  kind: choose-one
  title: What kind of statement is this?
  prompt: "Look at p04. What **kind** of statement is its first sentence?"
  options:
    - id: fact
      text: A fact that one document can show
      correct: true
      feedback: The paper carries that date, so one document is enough. Next, look at the other words.
    - id: guess
      text: A guess that starts from several facts
      correct: false
      feedback: A guess needs a step that a reader could refuse. Search the sentence for such a step.
  evidence: [p04.s1, 1949-04-04-north-atlantic-treaty]
  hints:
    - Look at the date in the event table.
    - Compare what the sentence says with what the paper says.
    - A statement that a single paper can show is a …
  sure_and_wrong: >-
    It is easy to hear an opinion in every sentence of an essay. To test it, ask what you would have to find.
  worked: A fact. One paper is enough to show that it is so.
"""
NOTES = "# Notes\n\nTwenty minutes. See `01-kind`, event `1949-04-04-north-atlantic-treaty` and claim `c01`.\n"
PLAN = "lessons:\n  - {folder: 01-trial, title: A trial, question: 'What is tried?', minutes: 20, passages: [p04]}\n"


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small lesson without a fault, in a course of its own beside the real data."""
    (tmp_path / "data").symlink_to(course.data_dir(), target_is_directory=True)
    folder = tmp_path / "lessons" / "01-trial"
    folder.mkdir(parents=True)
    for name, text in (("lesson.md", PAGE), ("exercises.yml", EXERCISES), ("teaching.md", NOTES)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder.parent / "course.yml").write_text(PLAN, encoding="utf-8")
    # The words of the essay and of the glossary are not under test here.
    hard = {"binds"} | {word for passage in essay().passages for word in passage.text.split()}
    (folder.parent / "known-words.txt").write_text("\n".join(sorted(hard)), encoding="utf-8")
    monkeypatch.setattr(course, "root", lambda: tmp_path)
    return folder


def broken(lesson: Path, name: str, before: str, after: str) -> list[Finding]:
    """Change one thing in a file and return what is told about it."""
    path = lesson / name
    text = path.read_text(encoding="utf-8")
    assert text.count(before) >= 1
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return check_lesson(lesson)


def line_of(lesson: Path, name: str, words: str) -> int:
    lines = (lesson / name).read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines, 1) if words in line)


def test_the_minutes_of_a_path_are_read_from_its_parts(lesson: Path) -> None:
    (_, before), *_ = minutes_of([lesson])
    assert (before.cards, before.exercises, before.figures, before.ledger, before.talk) == (1, 1.0, 0, 0, 0)
    assert 60 < before.words < 400
    page = (lesson / "lesson.md").read_text(encoding="utf-8")
    path = '## In pairs (4 minutes)\n\n```{code-cell}\nshow(x, "x")\n```\n\n```{code-cell}\nledger("p04")\n```\n\n'
    off = "## Homework\n\n" + "word " * 900 + "\n\n"
    (lesson / "lesson.md").write_text(page.replace("## Sources", path + off + "## Sources"), encoding="utf-8")
    (_, after), *_ = minutes_of([lesson])
    assert (after.figures, after.ledger, after.talk) == (1.5, 6.0, 4.0)
    assert after.words - before.words < 10  # what stands below Homework is not on the path
    assert after.total == pytest.approx(after.words / 180 + 1 + 1.5 + 6 + 4)


def test_a_path_of_more_than_fifty_minutes_is_told(lesson: Path) -> None:
    (told,) = broken(lesson, "lesson.md", "A plain sentence", "A plain sentence " * 4000)
    assert told.advice
    assert "At most 50 are planned" in told.what


def test_a_lesson_in_order_has_nothing_to_mend(lesson: Path) -> None:
    assert [str(one) for one in check_lesson(lesson)] == []


P04 = essay().passage("p04").sentences[0].text
QUOTED = " ".join(P04.split()[:8])
CHANGED = QUOTED.replace(QUOTED.split()[3], QUOTED.split()[3] + "x")

# (file, what stands there, what stands there instead, words on the line that is told, words of the reason)
FAULTS = {
    "unknown objective": (
        "exercises.yml",
        "  prompt:",
        "  objective: '01.2'\n  prompt:",
        "objective:",
        "none of lesson 01's 1",
    ),
    "unknown passage": ("lesson.md", "{passage} p04", "{passage} p99", "{passage} p99", "no passage 'p99'"),
    "unread passage": ("lesson.md", "{passage} p04", "Text.", "passages: [p04]", "p04, which is not read"),
    "unlisted passage": ("lesson.md", "{words}", "{passage} p05\n\n{words}", "{passage} p05", "p05 is read here"),
    "misspelt directive": ("lesson.md", "{passage} p04", "{passage} p04, p05", "{passage} p04,", "no directive"),
    "unknown word": ("lesson.md", "treaty veto", "treaty veeto", "{words}", "no word 'veeto'"),
    "two unknown words": ("lesson.md", "treaty veto", "treety veto", "{words}", "no word 'treety'"),
    "unknown citation": (
        "lesson.md",
        "n. [state-nato-chron-1999]",
        "n. [state-nato-chron-1998]",
        "n. [state",
        "Did you",
    ),
    "citation not listed": ("lesson.md", "A plain", "A [frus-1954-merchant] plain", "A [frus", "not in the table"),
    "listed, not used": ("lesson.md", "n. [state-nato-chron-1999]", "n.", "| state-nato", "nowhere used"),
    "listed, unknown": ("lesson.md", "| state-nato", "| no-such-one | x |\n| state-nato", "| no-such", "is no source"),
    "unknown exercise": ("lesson.md", 'e("01-kind")', 'e("01-knid")', 'exercise("01-knid")', "not in exercises.yml"),
    "exercise not shown": ("lesson.md", 'exercise("01-kind")', "1 + 1", "", "No cell shows 01-kind"),
    "exercise twice": (
        "lesson.md",
        "## Sources",
        '```{code-cell}\nexercise("01-kind")\n```\n\n## Sources',
        "",
        "shown twice",
    ),
    "exercise not alone": (
        "lesson.md",
        'exercise("01-kind")',
        'exercise("01-kind")\n1',
        'exercise("01',
        "stands alone",
    ),
    "unknown ledger": ("lesson.md", 'exercise("01', 'ledger("p77")\nexercise("01', 'ledger("p77")', "no such passage"),
    "unknown indicator": ("lesson.md", "_current_usd", "_currant_usd", "_currant_usd", "no indicator"),
    "unknown events": ("lesson.md", "load_indicators(", 'events_of("01-x"); (', "events_of", "no such exercise"),
    "unknown comparison": (
        "lesson.md",
        "load_indicators(",
        'side_by_side("dinner-1949"); (',
        "side_by_side",
        "has no such set",
    ),
    "unknown helper": ("lesson.md", "import exercise,", "import exercize,", "exercize", "no 'exercize'"),
    "no Python": ("lesson.md", 'usd")', 'usd"', "usd", "Python cannot read"),
    "long cell": ("lesson.md", 'usd")', 'usd")\n1\n2\n3\n4\n5', "load_indicators(", "has 6 lines"),
    "no still": (
        "lesson.md",
        'load_indicators("wb_gdp_current_usd")',
        'show(1, "01-none")',
        "show(",
        "no still picture",
    ),
    "unknown tag": ("lesson.md", "+++\n\n{words}", '+++ {"tags": ["x"]}\n\n{words}', "{words}", "tag 'x'"),
    "nothing above": ("exercises.yml", "Look at p04.", "Use the notes above.", "- id: 01-kind", "says 'use the notes'"),
    "no such chart": ("exercises.yml", "Look at p04.", "Use the chart.", "- id: 01-kind", "says 'the chart'"),
    "hint at nothing": (
        "exercises.yml",
        "Look at the date",
        "See the three reports above, or",
        "- id",
        "three reports above",
    ),
    "needed by nobody": (
        "lesson.md",
        "+++\n\n{words}",
        '+++ {"needed_by": ["01-knid"]}\n\n{words}',
        "{words}",
        "needed by '01-knid'",
    ),
    "needed, no list": (
        "lesson.md",
        "+++\n\n{words}",
        '+++ {"needed_by": "01-kind"}\n\n{words}',
        "{words}",
        "a list of",
    ),
    "needed too late": (
        "lesson.md",
        "```{code-cell}\nload_ind",
        "```{code-cell}\n:needed_by: [01-kind]\nload_ind",
        "load_indicators(",
        "stands after it",
    ),
    "broken tags": ("lesson.md", "+++\n\n{words}", '+++ {"tags": \n\n{words}', "", "tags"),
    "front matter no YAML": ("lesson.md", "minutes: 20", "minutes: [20", "", "no YAML"),
    "front matter gone": ("lesson.md", "---\njupytext", "jupytext", "", "front matter is missing"),
    "key missing": ("lesson.md", "question: What is tried?\n", "", "", "no question"),
    "key unknown": ("lesson.md", "minutes: 20", "minuts: 20", "minuts", "unknown key minuts"),
    "minutes in words": ("lesson.md", "minutes: 20", "minutes: twenty", "minutes:", "no whole number"),
    "not the plan": ("lesson.md", "title: A trial", "title: Another", "title:", "course.yml"),
    "key point with colon": ("lesson.md", "[it was tried]", "\n  - it was: tried", "keypoints", "no list of texts"),
    "unknown evidence": ("exercises.yml", "[p04.s1", "[p99.s1", "[p99.s1", "'p99.s1', which is no"),
    "no evidence": ("exercises.yml", "  evidence: [p04.s1, 1949-04-04-north-atlantic-treaty]\n", "", "", "evidence"),
    "missing feedback": (
        "exercises.yml",
        "      feedback: A guess needs a step that a reader could refuse. Search the sentence for such a step.\n",
        "",
        "- id: guess",
        "feedback",
    ),
    "no YAML": ("exercises.yml", "  title: What", "  title: What: is", "title: What:", "no YAML"),
    "key by length": ("exercises.yml", "that one document can show", "that one document can show " * 2, "", "longest"),
    "hard word": ("lesson.md", "A plain", "A perspicacious", "perspicacious", "above the reading level"),
    "hard word, exercise": ("exercises.yml", "Look at p04.", "Ruminate on p04.", "Ruminate", "above the reading level"),
    "essay, one letter": (
        "lesson.md",
        "A plain",
        f"The essay: “{CHANGED}”. A",
        f"“{CHANGED}",
        "nearly, and not exactly",
    ),
    "essay, one word less": ("teaching.md", "Twenty", f'"{QUOTED[:20]} {QUOTED[21:]}" Twenty', "Twenty", "nearly"),
    "essay, capitals": ("lesson.md", "A plain", f"“{QUOTED.upper()}”. A", "", "nearly, and not exactly"),
    "essay, in exercise": ("exercises.yml", "Look at p04.", f"“{CHANGED}” in p04.", "", "nearly, and not exactly"),
    "essay, typed": ("lesson.md", "A plain", f"{P04} A", "", "typed"),
    "curly, not essay": ("lesson.md", "A plain", "“A plain text of ours.” A", "“A plain", "quotes only the essay"),
    "notes name nothing": ("teaching.md", "`01-kind`", "`01-knid`", "`01-knid`", "Did you mean 01-kind?"),
    "sample cites nothing": (
        "teaching.md",
        "Twenty",
        "He wrote (no-such-letter-1991). Twenty",
        "(no-such",
        "is no row",
    ),
    "notes cite nothing": ("teaching.md", "Twenty", "[no-such-source-1999] Twenty", "[no-such", "is no source"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_at_its_line(lesson: Path, fault: str) -> None:
    name, before, after, on_line, reason = FAULTS[fault]
    found = broken(lesson, name, before, after)
    match = [one for one in found if reason in one.what and not one.advice]
    assert match, [str(one) for one in found]
    assert match[0].file.startswith("lessons/01-trial/")
    if on_line:
        assert match[0].line == line_of(lesson, name, on_line), str(match[0])
    assert str(match[0]).startswith(f"{match[0].file}:{match[0].line}: ")
    assert "\n" not in str(match[0])
    # What is wrong. What to do: two sentences at least, or a question that names the way out.
    assert match[0].what.count(". ") + match[0].what.count("? ") + match[0].what.count(";") >= 1, str(match[0])


@pytest.mark.parametrize(
    "words",
    [
        "Use the notes above.",
        "Match each speaker with one of the eight voices above.",
        "Use the three short reports above and the table of forums; then say which kind it is.",
        "Look at the picture. Which kind is it?",
        "As shown above, kinds differ. Which one?",
        "Use at least two of the seven voices.",
        "Open the table under the chart and compare.",
        "What do they rest on in this lesson?",
    ],
)
def test_what_points_at_something_asks_for_a_marked_cell(lesson: Path, words: str) -> None:
    told = broken(lesson, "exercises.yml", "Look at p04.", words)
    assert any("no cell before it is marked" in one.what for one in told), [str(one) for one in told]
    told = broken(lesson, "lesson.md", "+++\n\n{words}", '+++ {"needed_by": ["01-kind"]}\n\n{words}')
    assert not any("marked" in one.what for one in told)


@pytest.mark.parametrize(
    "words",
    [
        "In how many years did it stand above a member?",
        "In which year was it above its 1990 level?",
        "Was it above all a move to stop something?",
        "A share above one half is no proof.",
        "Search the table of events. Which one is it?",
        "Which sentence is above 40 words long?",
    ],
)
def test_what_only_compares_points_at_nothing(lesson: Path, words: str) -> None:
    assert not any("marked" in one.what for one in broken(lesson, "exercises.yml", "Look at p04.", words))


def test_all_faults_are_told_at_once(lesson: Path) -> None:
    page = (lesson / "lesson.md").read_text(encoding="utf-8")
    page = page.replace("{passage} p04", "{passage} p99").replace("veto", "veeto").replace("A plain", "[no-one-1999] A")
    (lesson / "lesson.md").write_text(page, encoding="utf-8")
    found = broken(lesson, "exercises.yml", "correct: true", "correct: maybe")
    told = " ".join(one.what for one in found)
    assert all(words in told for words in ("p99", "veeto", "no-one-1999", "options[1].correct"))


def test_missing_files_are_told(lesson: Path) -> None:
    for path in lesson.iterdir():
        path.unlink()
    files = {one.file.rsplit("/", 1)[1] for one in check_lesson(lesson)}
    assert {"lesson.md", "teaching.md"} <= files


def test_what_only_the_build_refuses_is_told_too(lesson: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise build.BuildError("it has a new reason")

    monkeypatch.setattr(build, "build_notebook", refuse)
    (found,) = check_lesson(lesson)
    assert "It has a new reason." in found.what


def test_essay_that_is_not_as_received_is_told(lesson: Path, tmp_path: Path) -> None:
    (tmp_path / "data").unlink()
    (tmp_path / "data").mkdir()
    real = Path(__file__).parent.parent / "data"
    for name in ("essay.md", "essay.txt"):
        shutil.copy(real / name, tmp_path / "data" / name)
    assert list(quotations.check_source()) == []
    text = (tmp_path / "data" / "essay.md").read_text(encoding="utf-8")
    (tmp_path / "data" / "essay.md").write_text(text.replace(P04, P04[:-1] + "!"), encoding="utf-8")
    (found,) = quotations.check_source()
    assert found.file == "data/essay.md"
    assert found.line == next(n for n, line in enumerate(text.split("\n"), 1) if P04 in line)


def test_repaired_and_unlike_words_are_no_quotation() -> None:
    wording = Wording(essay())
    assert wording.near("We wrote every one of these words by ourselves, about clocks") is None
    assert wording.near(P04).same
    near = wording.near(P04.replace(P04.split()[2], "somewhat", 1))
    assert near.sentence == "p04.s1"
    assert not near.same


@pytest.mark.parametrize(
    ("word", "hard"),
    [
        *[(word, False) for word in ("house", "neighbours", "organisation", "travelled", "centres", "unhappily")],
        *[(word, False) for word in ("defence", "judgement", "treaties", "NATO", "JupyterLab", "Molotov's")],
        *[(word, True) for word in ("preamble", "signatories", "perspicacious", "militarism", "dissolution")],
    ],
)
def test_hard_words(word: str, hard: bool) -> None:
    assert reading_level.Words(Known()).hard(word) is hard


def test_hard_words_of_tellings_are_advice_where_a_lesson_shows_them(
    lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"id": "x", "set": "dinner-1994", "aspect": "Why", "words": "Perspicacious.", "quoted": "no", "notes": ""}
    others = [{**row, "quoted": "yes", "words": "Militarism."}, {**row, "set": "other", "words": "Dissolution."}]
    monkeypatch.setattr(reading_level, "lined", lambda name: list(enumerate([row, *others], 2)))
    assert not any("Perspicacious" in one.what for one in check_lesson(lesson))
    found = broken(lesson, "lesson.md", "load_indicators(", 'side_by_side("dinner-1994"); load_indicators(')
    (told,) = [one for one in found if one.file == "data/parallels.csv"]
    assert (told.line, told.advice) == (2, True)
    assert "x says 'Perspicacious'" in told.what


def test_code_numbers_and_links_have_no_reading_level(lesson: Path) -> None:
    text = "`perspicacious` 1991–92 [here](https://perspicacious.org) <kbd>Ctrlx</kbd> https://xylophonist.org a.b.xylo"
    text += " (frus-1954-merchant)"
    assert broken(lesson, "lesson.md", "A plain", f"{text} A plain") == []


def test_explained_words_are_advice_until_a_list_shows_them(lesson: Path) -> None:
    (found,) = broken(lesson, "lesson.md", "A plain", "A preamble, a plain")
    assert found.advice
    assert "{words} preamble" in found.what
    assert broken(lesson, "lesson.md", "{words} treaty", "{words} preamble treaty") == []


def test_known_words_hold_no_word_twice_and_none_that_is_plain() -> None:
    lines = (Path(__file__).parent.parent / "lessons" / "known-words.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]
    assert words == sorted(set(words), key=str.casefold)
    assert [word for word in words if reading_level.is_plain(word)] == []


def test_a_prefix_chooses_the_lesson(lesson: Path) -> None:
    assert choose("01") == choose("lessons/01-trial/") == choose("") == [lesson]
    with pytest.raises(ValueError, match="There are: 01-trial"):
        choose("07")


def test_the_command_says_how_it_went(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["01"]) == 0
    assert capsys.readouterr().out.startswith("01-trial: in order")
    broken(lesson, "lesson.md", "{passage} p04", "{passage} p99")
    assert command.main([]) == 1
    assert "lessons/01-trial/lesson.md:18: " in capsys.readouterr().out
    assert command.main(["07"]) == 1


def test_no_student_loads_it() -> None:
    helpers = Path(build.__file__).parent
    for path in helpers.rglob("*.py"):
        assert "lesson_check" not in path.read_text(encoding="utf-8"), path


def test_cells_stand_on_their_lines(lesson: Path) -> None:
    lines = PAGE.split("\n")
    for cell in Lesson(lesson).cells:
        assert lines[cell.line - 1].rstrip() == cell.text.split("\n")[0].rstrip()
