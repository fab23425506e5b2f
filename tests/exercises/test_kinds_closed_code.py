"""Code exercises: what runs, what a student reads when it does not, and that a record never runs anything."""
# ruff: noqa: E501 (one mistake a line reads best)

import signal
from dataclasses import replace

import pandas as pd
import pytest

from helpers.exercises.bank import parse
from helpers.exercises.check import check_proofs
from helpers.exercises.marking import AnswerError, mark
from helpers.exercises.reading import Faults
from helpers.exercises.running import run
from helpers.exercises.values import NoValue, in_words, plain, same, typed, typed_list
from helpers.exercises.widgets import ExerciseWidget

from .conftest import FIXTURES

GIVEN = 'import pandas as pd\nt = pd.DataFrame({"town": ["Aa", "Bo"], "weight": [640, 580]})'


@pytest.fixture
def bank(course_folder):
    from helpers.exercises.bank import load_exercises

    return {q.id: q for q in load_exercises(FIXTURES / "lessons" / "02-closed")}


# What code gives, and what of it is kept
VALUES = [
    ("2 + 3", 5),
    ('t["weight"].sum()', 1220),
    ('(t["weight"] > 600).sum()', 1),
    ('t["weight"].mean()', 610.0),
    ('t["weight"] > 600', [True, False]),
    ('t["weight"].max() > 600', True),
    ('t["town"]', ["Aa", "Bo"]),
    ('t["town"].iloc[0]', "Aa"),
    ('set(t["town"])', ["Aa", "Bo"]),
    ('t["town"].unique()', ["Aa", "Bo"]),
    ("t.columns", ["town", "weight"]),
    ('t[t["weight"] > 600][["town"]]', ["Aa"]),
    ('t.groupby("town").size().index', ["Aa", "Bo"]),
    ("len(t)", 2),
    ("x = 4\nx * 2", 8),
    ("def f(n):\n    return n + 1\nf(1)", 2),
    ("[n for n in range(3)]", [0, 1, 2]),
    ('pd.Timestamp("1924-05-14")', "1924-05-14"),
    ("print('on the way')\n7", 7),
    ('t.set_index("town")["weight"].idxmax()', "Aa"),
    ("-0.5", -0.5),
]


@pytest.mark.parametrize(("code", "value"), VALUES)
def test_values_become_plain(code, value):
    found = run(code, GIVEN)
    assert found.error == ""
    assert found.value == value
    assert type(found.value) is type(value)


# What goes wrong, and the words that a student reads
MISTAKES = [
    ("evnts", "The name `evnts` is not known here. If it is a text, put it in quotation marks. (NameError)"),
    ("T", "The name `T` is not known here. Did you mean `t`? (NameError)"),
    ('t["wieght"]', "There is no column or key `wieght`. Did you mean `weight`? (KeyError)"),
    ('t["colour"]', "There is no column or key `colour`. The columns are: town, weight. (KeyError)"),
    ('t[["town", "wieght"]]', "There is no column or key `wieght`. Did you mean `weight`? (KeyError)"),
    ("t.wieght", 'A table has no `.wieght`. For a column, write ["weight"]. (AttributeError)'),
    ('t["town"].uniqe()', "A column has no `.uniqe`. Did you mean `unique`? (AttributeError)"),
    ('t["weight"', "Python cannot read line 1: a bracket is opened there and never closed. Count the brackets. (SyntaxError)"),
    ('t["town] == 1', "a quotation mark is missing"),
    ('t["weight"] = 600', "Add it as a line of its own"),
    ("x = len(t)", "The last line only gives a name to something. Add one more line with that name: x"),
    ("t", "The last line gives a whole table of 2 rows and 2 columns."),
    ('t.groupby("town")', "Add .size(), .count() or .sum()"),
    ("t.head", "names a function and does not call it"),
    ("print(len(t))", "The last line gives nothing (None)."),
    ("None", "The last line gives nothing (None)."),
    ('t["town"]()', "There are round brackets ( ) behind something that is no function. For a column, use [ ]. (TypeError)"),
    ("len[t]", "There are square brackets [ ] behind something that has no parts."),
    ('t["weight"] + "kg"', "are added or compared, such as a text and a number. (TypeError)"),
    ("1 + 'a'", "Two things that do not go together"),
    ('t[t["weight"] > 1 and t["weight"] < 9]', "Write & for and, | for or, and brackets round each part. (ValueError)"),
    ('t["town"].iloc[9]', "You ask for a place beyond the end."),
    ("1 / 0", "Something is divided by 0."),
    ("import numpyy\n1", "Line 1: there is no module `numpyy` here."),
    ("x = 1\ny = zz\nx", "Line 2: the name `zz` is not known here."),
    ("%matplotlib inline", "commands for a notebook cell"),
    ("if True:\nx", "the line after a colon must begin with four spaces"),
    ("exit()", "exit() and quit() would end Python. Leave them out. (SystemExit)"),
    ("input()", "input() cannot ask here"),
    ("raise KeyboardInterrupt", "must be a value"),
    ("def f(): return f()\nf()", "A function calls itself without an end."),
    ("float('nan')", "gives no number (nan or inf)"),
    ("[1, None]", "holds an empty cell"),
    ("{'a': 1}", "gives a dictionary"),
    ("10 ** 40", "beyond all bounds"),
    ("", "There is no code yet."),
    ("# a thought", "There is only a comment yet."),
    ("1\n" * 2000, "longer than"),
    ("x\u201c", "a sign that Python does not know"),
    ("(" * 500, "Python"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "words"), MISTAKES, ids=[repr(code)[:30] for code, _ in MISTAKES])
def test_every_mistake_is_told_in_words(code, words):
    found = run(code, GIVEN)
    assert found.value is None
    assert words in found.error
    assert "Traceback" not in found.error
    assert "\n" not in found.error
    assert len(found.error) < 400


def test_a_loop_without_an_end_is_stopped():
    found = run("while True:\n    pass\n1", seconds=0.2)
    assert "stopped after 0.2 seconds" in found.error
    found = run(
        "def f():\n    while True:\n        try:\n            1\n        except Exception:\n            pass\nf()",
        seconds=0.2,
    )
    assert "a loop may have no end" in found.error
    assert "no end" in run("[n for n in iter(int, 1)]", seconds=0.2).error


def test_an_interrupt_is_told_and_does_not_end_the_kernel():
    code = "import signal\nsignal.raise_signal(signal.SIGINT)\n1"
    # As a kernel has it; Python started in a shell's background has been told to ignore interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert "You stopped the code before it was ready." in run(code).error
    finally:
        signal.signal(signal.SIGINT, before)


def test_nothing_of_the_notebook_is_seen_or_changed():
    import sys

    before, out = sys.gettrace(), sys.stdout
    assert run("leak = 1\n2").value == 2
    assert "`leak` is not known" in run("leak").error
    assert run("t.drop(columns='town', inplace=True)\nlen(t.columns)", GIVEN).value == 1
    assert run("len(t.columns)", GIVEN).value == 2
    assert (sys.gettrace(), sys.stdout) == (before, out)


def test_what_is_printed_is_kept_short():
    assert run("print('hello')\n1").printed == "hello"
    assert len(run("for n in range(10**5): print(n)\n1").printed) < 410
    assert run("print('seen', 1/0)").printed == ""


def test_the_helpers_names_are_at_hand():
    from helpers import load_events

    assert run("len(events)", "events = load_events()").value == len(load_events())
    assert run('int((load_events()["category"] == load_events()["category"].iloc[0]).sum())').value >= 1
    assert run("pd.DataFrame({'a': [1]})").value == [1]


def test_long_results_are_cut():
    assert len(run("list(range(10**6))").value) == 200
    assert in_words(run("list(range(10**6))").value).endswith("(a list of 200 or more)")
    assert len(run("'x' * 10**6").value) == 500


def test_missing_values_are_named():
    with pytest.raises(NoValue, match="empty cell"):
        plain(pd.Series(["a", pd.NA], dtype="string"))
    with pytest.raises(NoValue, match="a NAType"):
        plain(pd.NA)
    assert plain(pd.Series([1, 2], dtype="Int64")) == [1, 2]
    assert plain(pd.Series(["b"], dtype="string")) == ["b"]


# ---------------------------------------------------------------- by hand


@pytest.mark.parametrize(
    ("written", "wanted", "value"),
    [("12", 1, 12), (" 1 234 ", 1, 1234), ("1,234", 1, 1234), ("1\u202f234\u00a0567", 1, 1234567), ("1'234", 1, 1234),
     ("12.50", 1, 12.5), ("12,5", 1, 12.5), ("1,234.5", 1, 1234.5), ("−3", 1, -3), ("+3", 1, 3), ("45 %", 1, 45),
     ("twelve", 1, "twelve"), ("1.2.3", 1, "1.2.3"), ("No", True, False), ("TRUE", True, True), ("perhaps", True, "perhaps"),
     ("'crisis'", "x", "crisis"), ("9" * 400, 1, "9" * 400), (".", 1, "."), ("1e5", 1, "1e5"), ("", 1, "")],
)  # fmt: skip
def test_figures_written_by_hand(written, wanted, value):
    assert typed(written, wanted) == value
    assert type(typed(written, wanted)) is type(value)


def test_lists_written_by_hand(bank):
    assert typed_list("Aa, Ce ,El", ["x"]) == ["Aa", "Ce", "El"]
    assert typed_list("Aa\nCe\n\nEl", ["x"]) == ["Aa", "Ce", "El"]
    assert typed_list("[1; 2,5; 3]", [1]) == [1, 2.5, 3]
    assert mark(bank["02-towns"], {"by_hand": "el; AA; ce"}).fraction == 1
    assert mark(bank["02-towns"], {"by_hand": "Aa, Bo, El"}).fraction == pytest.approx(1 / 3)
    assert mark(bank["02-towns"], {"by_hand": "Aa, Bo, Ce, Du, El"}).fraction == pytest.approx(1 / 3)
    assert mark(bank["02-towns"], {"by_hand": "Aa, Aa, Aa"}).fraction == 0
    assert mark(bank["02-count"], {"by_hand": " 3 "}).fraction == 1
    assert mark(bank["02-count"], {"by_hand": "3.0"}).fraction == 1
    assert mark(bank["02-count"], {"by_hand": "3, 4"}).fraction == 0


def test_values_by_hand_and_by_code_are_marked_alike(bank):
    for value in (3, 4, 2.5, -1):
        by_code = mark(bank["02-count"], {"code": "x", "value": value, "error": ""})
        assert by_code == mark(bank["02-count"], {"by_hand": str(value)})


def test_code_marked_by_hand(bank):
    count = bank["02-count"]
    wrong = mark(count, {"code": "x", "value": 4, "error": ""})
    assert [one.about for one in wrong.feedback] == ["", "Your value: 4"]
    assert wrong.summary == "Your value is 4, and the data give another."
    assert mark(count, {"code": "x", "value": [3], "error": ""}).fraction == 1  # a table of one cell
    assert mark(count, {"code": "x", "value": True, "error": ""}).fraction == 0
    text = mark(count, {"code": "x", "value": "3", "error": ""})
    assert text.summary == "Your value is “3”, which is a text; a number is asked for."
    assert mark(count, {"code": "x", "value": [3, 3], "error": ""}).summary.endswith("one single value is asked for.")
    near = replace(count, value=10.0, tolerance=0.5, wrong_values=())
    assert [mark(near, {"by_hand": one}).fraction for one in ("10.5", "9,5", "10.6")] == [1, 1, 0]
    ordered = replace(bank["02-towns"], any_order=False)
    assert mark(ordered, {"by_hand": "Aa, El, Ce"}).fraction == 0
    assert mark(ordered, {"by_hand": "Aa, Ce, El"}).fraction == 1
    assert mark(replace(ordered, feedback=replace(ordered.feedback, part="")), {"by_hand": "Aa"}).fraction == 0
    assert not same(1, True)


# ---------------------------------------------------------------- the record


def test_only_committing_runs_code(bank, tmp_path):
    count = bank["02-count"]
    trap = tmp_path / "ran"
    code = f"open({str(trap)!r}, 'w').close()\n3"
    answer = {"code": code, "value": 3, "error": ""}
    assert count.understand(answer) == answer
    assert mark(count, answer).fraction == 1
    assert not trap.exists()
    with pytest.raises(AnswerError, match="Run your code"):
        count.understand({"code": code})
    assert count.carried_out({"code": code}) == answer
    assert trap.exists()
    assert count.carried_out({"by_hand": "3"}) == {"by_hand": "3"}


def test_a_card_runs_code_on_request_and_on_commit(bank, tmp_path):
    from helpers.exercises.answers import Record

    card = ExerciseWidget(bank["02-count"], Record(tmp_path / "answers"))
    sent = []
    card.send = lambda message, *_: sent.append(message)
    card._receive(card, {"type": "ask", "ask": "run", "turn": 1, "code": "print('a')\nbells['wieght']"}, None)
    assert sent[-1]["error"].startswith("Line 2: there is no column or key `wieght`. Did you mean `weight`?")
    assert sent[-1]["turn"] == 1
    card._receive(card, {"type": "ask", "ask": "run", "turn": 2, "code": None}, None)
    assert sent[-1]["problem"] == "Write your code first, or give the value."
    assert card.state["tries"] == []
    card._receive(card, {"type": "commit", "answer": {"code": "nothing"}, "confidence": "guess"}, None)
    (tried,) = card.state["tries"]
    assert tried["answer"]["error"].startswith("The name `nothing` is not known")
    assert tried["summary"] == "Your code stopped before it gave a value."
    assert card.state["problem"] == ""
    card._receive(
        card, {"type": "commit", "answer": {"code": 'sum(bells["weight"] > 600)'}, "confidence": "sure"}, None
    )
    assert card.state["tries"][-1]["answer"] == {"code": 'sum(bells["weight"] > 600)', "value": 3, "error": ""}
    assert card.state["marks"] == "1 of 2"
    assert card.state["reveal"] == {"value": "3", "solution": bank["02-count"].solution}


def test_half_a_sign_in_code_can_be_kept(bank):
    kept = bank["02-count"].understand(bank["02-count"].carried_out({"code": "'\ud83d'"}))
    assert "".join(map(str, kept.values())).encode("utf-8")


# ---------------------------------------------------------------- authors


def test_ci_runs_the_solution(bank):
    assert check_proofs(bank.values()) == []
    count = bank["02-count"]
    assert "is 5, but the solution gives 3" in check_proofs([replace(count, value=5)])[0].reason
    assert "does not run: The name `bels`" in check_proofs([replace(count, solution='bels["weight"]')])[0].reason
    (fault,) = check_proofs([replace(count, starter="3")])
    assert (fault.key, fault.exercise, fault.file) == ("starter", "02-count", "02-closed/exercises.yml")


def test_the_check_of_a_lesson_proves_its_keys(course_folder, tmp_path, monkeypatch):
    from helpers.exercises import check

    monkeypatch.setattr(check, "known_ids", lambda: {"tower-1921", "letter-1923", "bell-1924", "feast-1930"})
    monkeypatch.setattr(check, "event_dates", dict)
    text = (FIXTURES / "lessons" / "02-closed" / "exercises.yml").read_text(encoding="utf-8")
    folder = tmp_path / "02-closed"
    folder.mkdir()
    (folder / "exercises.yml").write_text(text.replace("value: 3\n", "value: 5\n"), encoding="utf-8")
    (fault,) = check.check([folder])
    assert str(fault).startswith("02-closed/exercises.yml, line 17")
    assert "exercise 02-count, key value: is 5, but the solution gives 3." in str(fault)


AUTHORS = [
    ("value: 3\n", "value: 1991-12-20\n", "value", "Put a date in quotes"),
    ("value: 3\n", "value: [[1]]\n", "value", "list of 1 to 50"),
    ("value: 3\n", "value:\n", "value", "must be a number"),
    ("value: 3\n", "value: .nan\n", "value", "must be a number"),
    ("value: 3\n", "value: 3\n  tolerance: -1\n", "tolerance", "0 or greater"),
    ("value: 3\n", "value: three\n  tolerance: 1\n", "tolerance", "needs numbers"),
    ("value: 3\n", "value: 3\n  any_order: true\n", "any_order", "needs a list"),
    ("value: 3\n", "value: 3\n  contested: true\n", "contested", "does not go with code"),
    ("    - value: 4", "    - value: 3", "wrong_values[1]", "is the right value"),
    ("starter: 'bells[\"weight\"]'", "starter: 'bells[\"weight\"'", "starter", "is no Python"),
    ("  given: |\n    import pandas as pd\n", "  given: |\n" + "    a = 1\n" * 5, "given", "has 6 lines; at most 5"),
    ("      goes_with: complaint\n", "      goes_with: complain\n", "items[1].goes_with", "names 'complain'"),
    ("      goes_with: complaint\n", "", "items[1].goes_with", "is missing"),
    ("    - item: council\n", "    - item: mayor\n", "mix_ups[1]", "'mayor', which is not"),
    ("      choice: speech\n", "      choice: complaint\n", "mix_ups[1]", "is no mistake"),
    ("    - {id: speech, text: A speech at the feast}", "    - {id: diary, text: A speech}", "choices[5].id", "twice"),
    ("  left: Writer", "  left: Writer\n  contested: yes", "contested", "true or false"),
    ("      bin: then\n      wrong: A freight", "      bin: [then, later, never]\n      wrong: A freight", "cards[1].bin", "nothing could be wrong"),
    ("      bin: then\n      wrong: A freight", "      bin: here\n      wrong: A freight", "cards[1].bin", "none of then"),
    ("      quote: might, if the harvest allows", "      quote: Might, if", "find[1].quote", "letter for letter"),
    ("  source: letter-1923\n", "  source: letter-1923\n  passage: p01\n", "text", "not both"),
    ("  table: documents\n  columns: [date", "  table: papers\n  columns: [date", "table", "one of events"),
    ("  columns: [date, title, what_it_shows]", "  columns: [date]", "columns", "1 entries"),
    ("  answers: [freight-1924]", "  answers: []", "answers", "0 entries"),
    ("    - id: speech-1930", "    - id: freight-1924", "near[1].id", "is no mistake"),
    ('  rows: {since: "1922", until', "  rows: {since: soon, until", "rows.since", "is no date"),
    ("  pick: 2", "  pick: 4", "answers", "4 are to be ticked"),
    ("    part: One of your papers shows it. Look for a second one, best from the other side.\n", "", "feedback", "needs part"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "key", "words"), AUTHORS)
def test_what_an_author_gets_wrong_is_named(course_folder, before, after, key, words):
    good = (FIXTURES / "lessons" / "02-closed" / "exercises.yml").read_text(encoding="utf-8")
    assert before in good
    faults = Faults("02-closed/exercises.yml")
    parse(good.replace(before, after, 1).encode(), "02-closed", faults)
    match = [fault for fault in faults.found if fault.key == key and words in fault.reason]
    assert match, [str(fault) for fault in faults.found]
    assert match[0].line > 0
    assert match[0].exercise.startswith("02-")
    assert "\n" not in str(match[0])
