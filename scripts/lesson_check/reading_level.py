"""The reading level: which words a 15-year-old whose first language is another may not know.

A word is plain if it, or the word it is made of, is common in English at large (wordfreq: books, news, subtitles,
the web). Otherwise the glossary explains it, a table names it, or a person has judged it (lessons/known-words.txt).
"""

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from helpers import build, course
from lesson_check.finding import Finding
from lesson_check.known import Known, Term, lined
from lesson_check.shapes import prose_nodes
from lesson_check.source import File, Lesson

# Zipf's scale: the logarithm of how often a word comes in a thousand million words. 3.8 is about six in a million;
# some 8,000 words reach it, and lesson 1 was read word by word to set it (see CONTRIBUTING.md).
PLAIN = 3.8
KNOWN_WORDS = "known-words.txt"

_TOKEN = re.compile(r"(?<![\w.@/#&])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w@]|\.\w)")
_CITATION = re.compile(r"(?<![!\w\]`(])\[[^\]\[]*\](?!\()")
_SIDE_BY_SIDE = re.compile(r"\bside_by_side\(\s*['\"]([^'\"]+)")
_LINK = re.compile(r"\]\([^)\s]*\)")
_AN_ID = re.compile(r"\b(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)+\b")
# British spelling and the American one that most of the counted texts have.
_SPELLINGS = (
    (r"our", "or"),
    (r"is(e[sdr]?|ing|ations?)$", r"iz\1"),
    (r"ys(e[sd]?|ing)$", r"yz\1"),
    (r"re(s?)$", r"er\1"),
    (r"ll(ed|ing|er|ers)$", r"l\1"),
    (r"ence(s?)$", r"ense\1"),
    (r"ogue(s?)$", r"og\1"),
    (r"ae", "e"),
    (r"gement", "gment"),
)
# What a reader takes off to find the word inside. Not re- or -er: "resent" is not "sent", nor "waiver" "waive".
_ENDINGS = (
    (r"['’]s?$", ""),
    (r"s$", ""),
    (r"es$", ""),
    (r"ies$", "y"),
    (r"ed$", ""),
    (r"ed$", "e"),
    (r"ied$", "y"),
    (r"ing$", ""),
    (r"ing$", "e"),
    (r"([bdfglmnprt])\1(?:ed|ing)$", r"\1"),
    (r"est$", ""),
    (r"est$", "e"),
    (r"ly$", ""),
    (r"ily$", "y"),
    (r"^(?:un|non)(?=\w{4})", ""),
)


@cache
def _counted() -> dict[str, float]:
    """Return how often each common English word comes, as a share of all words."""
    from wordfreq import get_frequency_dict

    return dict(get_frequency_dict("en", wordlist="small"))


@cache
def level(word: str) -> float:
    """Return how common a word is, in either spelling, on Zipf's scale; 0 if it is too rare to be counted.

    >>> level("house") > level("neighbour") > PLAIN > level("preamble")
    True
    """
    small = word.casefold().replace("’", "'")
    spelt = {small, *(re.sub(one, other, small) for one, other in _SPELLINGS)}
    return max((math.log10(_counted()[one] * 1e9) for one in spelt if one in _counted()), default=0.0)


@cache
def forms(word: str) -> frozenset[str]:
    """Return a word in small letters with the words that it is made of.

    >>> sorted(forms("Verdicts"))
    ['verdict', 'verdicts']
    """
    found = {word.casefold().replace("’", "'")}
    for _ in range(2):  # "unsupported" loses one sign at a time
        for one in tuple(found):
            shorter = (re.sub(sign, instead, one) for sign, instead in _ENDINGS)
            found |= {short for short in shorter if len(short) > 2}
    return frozenset(found)


def is_plain(word: str) -> bool:
    """Say whether a word is common, or made of a word that is."""
    return len(word) < 3 or any(level(one) >= PLAIN for one in forms(word))


class Words:
    """The words that need no explanation here: common, named, judged or explained."""

    def __init__(self, known: Known) -> None:
        self.known = known

    @cached_property
    def judged(self) -> set[str]:
        """Return the words that a person found understandable."""
        return {word for line in _lines() for word in forms(line)}

    @cached_property
    def explained(self) -> dict[str, Term]:
        """Return the glossary's words, each with its entry; a term of several words explains each of them."""
        found: dict[str, Term] = {}
        for term in self.known.glossary.values():
            for word in _TOKEN.findall(term.term):
                for one in forms(word):
                    found.setdefault(one, term)
        return found

    def term(self, word: str) -> Term | None:
        """Return the glossary's entry for a word, None if it has none."""
        return next((self.explained[one] for one in forms(word) if one in self.explained), None)

    def hard(self, word: str) -> bool:
        """Say whether a word is neither common, nor a name, nor judged understandable."""
        if any(letter.isupper() for letter in word[1:]):
            return False  # NATO, JupyterLab: explained or not, but a name and not a word
        if word[0].isupper() and forms(word) & self.known.names:
            return False
        return not (is_plain(word) or forms(word) & self.judged)


def known_words() -> File:
    """Return the list of words that a person has judged."""
    return File(course.lessons_dir() / KNOWN_WORDS)


def _lines() -> Iterator[str]:
    """Go through the judged words; a line may end in a comment."""
    for line in known_words().raw.split("\n"):
        if word := line.split("#")[0].strip():
            yield word


def check(lesson: Lesson, known: Known, questions: Iterable[object]) -> Iterator[Finding]:
    """Note each hard word that the glossary lacks, once in a file, and explained ones that no list shows."""
    words = Words(known)
    page = lesson.page
    shown = _shown(lesson, known)
    seen: set[str] = set()
    told: set[str] = set()  # a word in all its forms, an entry of the glossary: each is told once
    for finding, word in _passages(lesson, known, words):
        told |= forms(word)
        yield finding
    for file, text in ((page, lesson.prose_of_page), (lesson.exercises, student_text(lesson.exercises))):
        for match in _TOKEN.finditer(_without_quotations(text)):
            word = match.group()
            if word.casefold() in seen:
                continue
            seen.add(word.casefold())
            if not words.hard(word):
                continue
            term = words.term(word)
            line = file.line(match.start())
            if term is None and not forms(word) & told:
                told |= forms(word)
                yield file.error(line, _advice(word))
            elif term and term.id not in shown and term.id not in told:
                told.add(term.id)
                what = f"{word!r} is explained in the glossary, and no list up to here shows it."
                yield file.advice(line, f"{what} Write {{words}} {term.id} where it is needed first.")
    yield from _parallels(lesson, words, told)
    for one, line in shown.items():
        if line and one in known.glossary:
            yield from _definition(words, known.glossary[one])


def _advice(word: str) -> str:
    return (
        f"{word!r} is above the reading level. Say it in plainer words, explain it in data/glossary.csv, "
        f"or, if a 15-year-old reads it with ease, add it to lessons/{KNOWN_WORDS}."
    )


def _shown(lesson: Lesson, known: Known) -> dict[str, int]:
    """Return the glossary's words that this lesson shows, each with its line, and those of earlier ones, with 0."""
    found: dict[str, int] = {}
    for folder in build.lesson_folders():
        page = File(folder / "lesson.md")
        for match in build.WORDS.finditer(page.raw):
            for one in match.group(1).split():
                found.setdefault(one, page.line(match.start()) if folder == lesson.folder else 0)
        if folder == lesson.folder:
            break
    return found


def _definition(words: Words, term: Term) -> Iterator[Finding]:
    """Note hard words in an explanation that the lesson shows: they would explain nothing."""
    file = File(course.data_dir() / "glossary.csv")
    for word in dict.fromkeys(_TOKEN.findall(term.definition)):
        if words.hard(word) and words.term(word) is None:
            yield file.error(term.line, f"The explanation of {term.term!r} uses {word!r}. Say it in plainer words.")


def _passages(lesson: Lesson, known: Known, words: Words) -> Iterator[tuple[Finding, str]]:
    """Note, with the word, hard words of the essay's own that nobody explains where a passage is read."""
    there = {passage.id: passage.text for passage in known.essay.passages}
    for match in build.PASSAGE.finditer(lesson.page.raw):
        line = lesson.page.line(match.start())
        for word in dict.fromkeys(_TOKEN.findall(there.get(match.group(1), ""))):
            if words.hard(word) and words.term(word) is None:
                what = f"{match.group(1)} says {word!r}, and nothing explains it. Add it to data/glossary.csv and to a"
                yield lesson.page.error(line, f"{what} {{words}} list, or to lessons/{KNOWN_WORDS}."), word


def _parallels(lesson: Lesson, words: Words, told: set[str]) -> Iterator[Finding]:
    """Note, as advice, hard words of our own in the tellings that the lesson puts side by side."""
    shown = set(_SIDE_BY_SIDE.findall(lesson.page.raw))
    file = File(course.data_dir() / "parallels.csv")
    for line, row in lined("parallels.csv") if shown else []:
        cells = [row["aspect"], row["notes"], "" if row["quoted"] == "yes" else row["words"]]
        for word in _TOKEN.findall(re.sub(r'"[^"]*"', " ", " ".join(cells))):
            if row["set"] in shown and words.hard(word) and words.term(word) is None and not forms(word) & told:
                told |= forms(word)
                yield file.advice(line, f"{row['id']} says {word!r}. Say it in plainer words, or explain it.")


def _without_quotations(text: str) -> str:
    """Blank the essay's own words, citations and ids, and what a link leads to."""
    for sign in (re.compile(r"“[^”]*”"), _CITATION, _LINK, _AN_ID):
        text = sign.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    return text


def student_text(file: File) -> str:
    """Return exercises.yml with everything blanked that no student reads: keys, ids, code, comments."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    blank = [re.sub(r"[^\n]", " ", line) for line in file.raw.split("\n")]
    lines = file.raw.split("\n")
    try:
        root = YAML(typ="safe", pure=True).compose(file.raw)
    except (YAMLError, RecursionError):
        return "\n".join(blank)
    for node in prose_nodes(root):
        marks = 1 if node.style in ("'", '"') else 0  # YAML's own quotation marks are not the text's
        start = node.start_mark.line, node.start_mark.column + marks
        end = node.end_mark.line, node.end_mark.column - marks
        for number in range(start[0], min(end[0], len(lines) - 1) + 1):
            left = start[1] if number == start[0] else 0
            right = end[1] if number == end[0] else len(lines[number])
            blank[number] = blank[number][:left] + lines[number][left:right] + blank[number][right:]
    # Code that stands in a text is marked by back-quotes there too.
    return re.sub(r"`[^`\n]+`", lambda found: " " * len(found.group()), "\n".join(blank))
