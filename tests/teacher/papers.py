"""What the tests of printed lessons share: the course's lessons as papers, and an example of every kind of exercise."""

import html
import re
from functools import cache
from pathlib import Path

from helpers import build
from helpers.exercises.bank import load_exercises
from helpers.teacher.paper import lesson, worksheet
from helpers.teacher.paper.answer_key import answer_key

FOLDERS = [path.name for path in build.lesson_folders()]
FIXTURES = Path(__file__).parents[1] / "exercises" / "fixtures" / "lessons"
EXAMPLES = {one.kind: one for folder in sorted(FIXTURES.glob("0*")) for one in load_exercises(folder)}


@cache
def read(folder):
    return lesson.read_lesson(lesson.find_lesson(folder))


@cache
def sheet_of(folder):
    return worksheet.worksheet(read(folder))


@cache
def key_of(folder):
    return answer_key(read(folder))


def words(page_html):
    """Return a page's text as a reader sees it, with single spaces; of the body only."""
    body = page_html.split("<body", 1)[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def plain(text):
    """Return an author's text without its marks, spaced as `words` spaces it."""
    return " ".join(re.sub(r"\*\*|\*|`", " ", text).split())


def squeezed(text):
    """Return a text without any space: tags stand between letters where words() puts one."""
    return re.sub(r"\s", "", text)


def without_pixels(page_html):
    """Return a page with its pictures emptied: what parses it in Python takes seconds over their letters."""
    return re.sub(r'(?<="data:image/png;base64,)[A-Za-z0-9+/=]+(?=")', "", page_html)
