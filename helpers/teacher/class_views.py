"""What a class's cells say in words and tables: who handed in what, wrong answers, how sure, the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.editions.agreement import agreement
from helpers.exercises.marking import CONFIDENCES
from helpers.exercises.question import MarkedQuestion
from helpers.exercises.record_line import said_at
from helpers.ledgers.claims import Claim, editors_of, every_claim
from helpers.ledgers.drawing import Bars
from helpers.ledgers.progress_words import SURE
from helpers.ledgers.verdicts import VERDICTS, in_words
from helpers.lettering import count, join_words, shorten
from helpers.teacher import class_html as html
from helpers.teacher.class_data import Gathered, Member
from helpers.teacher.marking import Row
from helpers.teacher.wrong_answers import Drawn, drawn

MOST_NAMES, MOST_WRONG, MOST_BARS = 14, 8, 12
_SAID = {"guess": "a guess", "think": "fairly sure", "sure": "sure"}


@dataclass(frozen=True)
class Naming:
    """How students are called at the moment. labels : name to label; hidden : whether the labels stand for them."""

    labels: Mapping[str, str]
    hidden: bool

    def __call__(self, name: str) -> str:
        """Return what to call a student."""
        return self.labels.get(name, "?") if self.hidden else name

    def some(self, names: Sequence[str]) -> str:
        """Return several students as a sentence lists them; of very many, how many more there are."""
        called = sorted(map(self, names), key=str.casefold)
        more = len(called) - MOST_NAMES
        return f"{', '.join(called[:MOST_NAMES])} and {more} more" if more > 0 else join_words(called)

    def ordered(self, members: Sequence[Member]) -> list[Member]:
        """Return students in the order of what they are called: the alphabet of names must not show through."""
        return sorted(members, key=lambda one: self(one.name).casefold())


def handed_in(gathered: Gathered, naming: Naming) -> str:
    """Return who handed in what, as words and a table."""
    everybody = naming.ordered(gathered.members)
    unread = [one for one in everybody if one.problem and not one.rows]
    absent = [one for one in everybody if one.absent]
    words = f"{count(len(gathered.members), 'student')}, from {gathered.source}."
    if naming.hidden and gathered.source.startswith("the "):
        words = f"{count(len(gathered.members), 'student')}, from local files."
    told = [f"{len(gathered.readable):,} of them can be read." if unread or absent else "All of them can be read."]
    why = ": show names to see why, and what to ask for" if naming.hidden else ""
    told += [f"{len(unread):,} could not be read{why}."] if unread else []
    told += [f"{len(absent):,} of the class list handed in nothing."] if absent else []
    asked = list(gathered.key.questions)
    rows = [_handed(one, asked, naming.hidden) for one in everybody]
    caption = f"Who handed in what: {count(len(asked), 'exercise')} were asked"
    headings = ("student", "handed in", "answered", "marks", "last answer (UTC)", "to know")
    lines = ((naming(one.name), *row) for one, row in zip(everybody, rows, strict=True))
    return html.section(html.paragraph(f"{words} {' '.join(told)}"), html.table(caption, headings, lines))


def _handed(one: Member, asked: Sequence[str], hidden: bool) -> tuple[str, ...]:
    """Return a student's row; reasons may hold names of files and of other students, so they hide with the names."""
    if one.absent:
        return ("nothing", "", "", "", "")
    if not one.rows:
        return ("could not be read", "", "", "", "" if hidden else f"{one.problem}. Ask for {one.ask}.")
    mine = [one.rows[name] for name in asked if name in one.rows]
    done = [row for row in mine if row in one.answered]
    got, most = sum(row.marks or 0.0 for row in mine if row.maximum), sum(row.maximum for row in mine)
    odd = sum(row.odd for row in mine)
    notes = [*one.notes, *([f"{count(odd, 'answer')} did not fit the exercise."] if odd else [])]
    told = count(len(notes), "remark") if hidden and notes else " ".join(notes)
    last = said_at(max((row.at for row in done), default=""))
    return ("yes", f"{len(done)} of {len(asked)}", f"{got:g} of {most}" if most else "", last, told)


def wrong_answers(gathered: Gathered, naming: Naming, exercise: str | None = None) -> str:
    """Return each exercise's wrong answers, whom they drew, and the feedback that students read beside them."""
    found = [one for one in drawn(gathered) if one.answered and exercise in (None, one.question.id)]
    if not found:
        return html.section(html.paragraph("Nobody has answered this yet."))
    which = "The last answer counts here" if gathered.key.graded else "The first answer of each student counts here"
    words = f"{which}. The most drawn stands first; the feedback is what the exercise says to that answer."
    worst = max(found, key=lambda one: one.off / one.answered)
    return html.section(
        html.paragraph(words), *(_one_exercise(one, naming, one is worst or exercise is not None) for one in found)
    )


def _one_exercise(one: Drawn, naming: Naming, opened: bool) -> str:
    title = f"{_number(one)}. {one.question.title}"
    if not one.off:
        return html.fold(f"{title}: all {one.answered} fully right", html.paragraph("No wrong answer was given."))
    summary = f"{title}: {one.off} of {one.answered} not fully right"
    rows = [(wrong.answer, len(wrong.who), naming.some(wrong.who), wrong.feedback) for wrong in one.wrong[:MOST_WRONG]]
    rest = len(one.wrong) - MOST_WRONG
    more = html.paragraph(f"{count(rest, 'rarer wrong answer')} left out.") if rest > 0 else ""
    headings = ("wrong answer", "students", "who", "the feedback on it")
    return html.fold(summary, html.table(f"Wrong answers to {title}", headings, rows) + more, opened)


def _number(one: Drawn) -> str:
    return (
        f"{int(one.question.lesson[:2])}.{one.question.place}" if one.question.lesson[:2].isdigit() else one.question.id
    )


def first_answers(gathered: Gathered) -> list[tuple[Member, Row]]:
    """Return every first answer that says how sure the student was."""
    marked = [name for name, question in gathered.key.questions.items() if isinstance(question, MarkedQuestion)]
    rows = [(one, one.rows[name]) for one in gathered.readable for name in marked if name in one.rows]
    return [(one, row) for one, row in rows if row.confidence in CONFIDENCES and row.share is not None]


def sure_bars(gathered: Gathered) -> Bars | None:
    """Return the bars of what first answers earned, by how sure the students were; None without any."""
    found = first_answers(gathered)
    rows, shares = [], []
    for confidence in CONFIDENCES:
        mine = [row.share or 0.0 for _, row in found if row.confidence == confidence]
        if mine:
            shares.append(round(100 * sum(mine) / len(mine)))
            rows.append((f"“{SURE[confidence]}”", f"{shares[-1]} of 100 marks ({count(len(mine), 'first answer')})"))
    if not rows:
        return None
    return Bars(
        "How sure the class was, and what it earned",
        "Bars of the marks, of 100, that first answers earned, by how sure students said they were",
        ("how sure", "of 100 marks"),
        rows,
        [("first answers", shares)],
        most=100,
    )


def calibration(gathered: Gathered, naming: Naming) -> str:
    """Return how sure and right go together: by exercise, where the class was sure and wrong, and by student."""
    found = first_answers(gathered)
    if not found:
        return html.section(html.paragraph("No answer here says how sure the student was."))
    by_exercise = []
    for name, question in gathered.key.questions.items():
        here = [one.name for one, row in found if row.exercise == name and row.confidence == "sure" and row.share == 0]
        if here:
            place = f"{int(question.lesson[:2])}.{question.place}" if question.lesson[:2].isdigit() else name
            by_exercise.append((f"{place}. {question.title}", len(here), naming.some(here)))
    by_exercise.sort(key=lambda one: -one[1])
    parts = [
        html.paragraph("Who is sure should be right more often than who guesses. Sure and wrong is where to teach.")
    ]
    if by_exercise:
        caption = "Sure, and the first answer earned nothing"
        parts.append(html.table(caption, ("exercise", "students", "who"), by_exercise))
    rows = []
    for one in naming.ordered(gathered.readable):
        mine = [row for member, row in found if member is one]
        if mine:
            wrong = sum(row.confidence == "sure" and row.share == 0 for row in mine)
            rows.append((naming(one.name), *(_earned(mine, level) for level in reversed(CONFIDENCES)), wrong))
    headings = ("student", *(f"when {_SAID[level]}" for level in reversed(CONFIDENCES)), "sure and wrong")
    return html.section(*parts, html.table("What first answers earned, of 100 marks, by student", headings, rows))


def _earned(rows: Sequence[Row], level: str) -> str:
    mine = [row.share or 0.0 for row in rows if row.confidence == level]
    return f"{round(100 * sum(mine) / len(mine))} ({len(mine)}×)" if mine else "–"


@dataclass(frozen=True)
class Judged:
    """A claim that the class has judged. given : verdict to names; share : agreement, 0 to 1."""

    claim: Claim
    given: Mapping[str, Sequence[str]]
    share: float

    @property
    def counts(self) -> dict[str, int]:
        """Return how many students gave each verdict."""
        return {verdict: len(names) for verdict, names in self.given.items()}

    @property
    def words(self) -> str:
        """Return the counts in words."""
        return ", ".join(f"{in_words(one).lower()} {len(self.given[one])}" for one in VERDICTS if one in self.given)


def judged(gathered: Gathered) -> list[Judged]:
    """Return the claims that somebody has judged, those on which the class agrees least first."""
    found = []
    for claim in every_claim():
        given: dict[str, list[str]] = {}
        for one in gathered.readable:
            if verdict := one.verdicts.get(claim.id):
                given.setdefault(verdict, []).append(one.name)
        share = agreement({verdict: len(names) for verdict, names in given.items()})
        if share is not None:
            found.append(Judged(claim, given, share))
    return sorted(found, key=lambda one: one.share)


def ledger_bars(found: Sequence[Judged]) -> Bars:
    """Return the bars of a class's verdicts, sentence by sentence, the least agreed on first."""
    shown = list(found[:MOST_BARS])
    given = [one for one in VERDICTS if any(one in row.given for row in shown)]
    return Bars(
        "Where the class agrees least",
        f"Bars of the class's verdicts on the {count(len(shown), 'claim')} that it agrees on least",
        ("claim", "students"),
        [(f"{row.claim.id}, “{shorten(row.claim.quote, 60)}”", row.words) for row in shown],
        [(in_words(one).lower(), [row.counts.get(one, 0) for row in shown]) for one in given],
    )


def ledger(gathered: Gathered, naming: Naming, found: Sequence[Judged]) -> str:
    """Return the class's verdicts by sentence, beside the editors', with who gave which."""
    if not gathered.ledger:
        words = "The folder of results holds marks, and nothing of the ledger. Give the folder of submissions instead."
        return html.section(html.paragraph(words))
    if not found:
        return html.section(html.paragraph("Nobody has judged a claim of the essay in the ledger yet."))
    rows = []
    for one in found:
        who = "; ".join(f"{in_words(v)}: {naming.some(one.given[v])}" for v in VERDICTS if v in one.given)
        sentence = join_words(list(one.claim.sentences)) or one.claim.id
        editors = in_words(editors_of(one.claim.id).verdict)
        rows.append((sentence, one.claim.quote, one.words, f"{round(100 * one.share)} of 100", editors, who))
    words = (
        "Agreement is the share of the most frequent verdict. A split class has something to discuss; many votes alike"
        " are no proof. To differ from the editors with evidence is no mistake."
    )
    headings = ("sentence", "the essay says", "the class", "agreement", "the editors", "who")
    return html.section(html.paragraph(words), html.table("The class's ledger, sentence by sentence", headings, rows))
