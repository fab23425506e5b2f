"""The front matter of lesson.md, and whether it says what course.yml says."""

import re
from collections.abc import Iterator
from typing import Any

from helpers import build, course
from lesson_check.finding import Finding
from lesson_check.known import Known
from lesson_check.source import Lesson

_TEXTS = ("title", "question")
_LISTS = ("objectives", "keypoints", "passages")
_SHARED = ("title", "question", "minutes", "passages")  # stands in course.yml too
_MACHINE = ("jupytext", "kernelspec")


def check(lesson: Lesson, known: Known) -> Iterator[Finding]:
    """Note front matter that is missing, broken, incomplete or not that of the plan."""
    page = lesson.page
    if not page.raw:
        yield page.error(1, "The file is missing or empty. Begin with the front matter of lesson 1, between two ---.")
        return
    found = re.match(r"---\n(.*?)^---$", page.raw, re.MULTILINE | re.DOTALL)
    if not found:
        yield page.error(1, "The front matter is missing. Begin the file with ---, the keys, and --- again.")
        return
    head, fault = _read(found.group(1))
    if fault:
        below, reason = fault
        yield page.error(below + 1, f"The front matter is no YAML: {reason}. Look for a missing quote or colon here.")
        return

    def line(key: str) -> int:
        return page.line_of(f"{key}:")

    for key in (*_TEXTS, "minutes", *_LISTS, *_MACHINE):
        if key not in head:
            yield page.error(1, f"The front matter has no {key}. Add it, as in lesson 1.")
    for key in head:
        if key not in (*_TEXTS, "minutes", *_LISTS, *_MACHINE):
            yield page.error(line(key), f"The front matter has the unknown key {key}. Take it out or mend its name.")
    for key in _TEXTS:
        if key in head and not (isinstance(head[key], str) and head[key].strip()):
            yield page.error(line(key), f"{key} is no text. Put it in quotes.")
    if "minutes" in head and not (isinstance(head["minutes"], int) and head["minutes"] > 0):
        yield page.error(line("minutes"), "minutes is no whole number. Write one, such as 50.")
    for key in _LISTS:
        if key in head and not (isinstance(head[key], list) and all(isinstance(one, str) for one in head[key])):
            yield page.error(line(key), f"{key} is no list of texts. Put one that holds a colon in quotes.")
            return
    yield from _passages(lesson, head, known, line("passages"))
    yield from _plan(lesson, head, line)


def _read(text: str) -> tuple[dict[str, Any], tuple[int, str] | None]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        head = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark
        return {}, (mark.line + 1 if mark else 1, problem.problem or "it cannot be read")
    if not isinstance(head, dict):
        return {}, (1, "it holds no keys")
    return head, None


def _passages(lesson: Lesson, head: dict[str, Any], known: Known, line: int) -> Iterator[Finding]:
    """Note passages that are listed and not read, or read and not listed."""
    listed = head.get("passages") or []
    read = build.PASSAGE.findall(lesson.page.raw)
    for one in listed:
        if one not in known.passages:
            yield lesson.page.error(line, f"passages names {one!r}, which the essay does not have. Mend the id.")
        elif one not in read:
            yield lesson.page.error(line, f"passages names {one}, which is not read. Write {{passage}} {one}.")
    for one in read:
        if one in known.passages and one not in listed:
            at = lesson.page.line_of(f"{{passage}} {one}")
            yield lesson.page.error(at, f"{one} is read here and not among the front matter's passages. Add it there.")


def _plan(lesson: Lesson, head: dict[str, Any], line: Any) -> Iterator[Finding]:
    """Note what differs from course.yml."""
    plan = next((entry for entry in build.course_plan()["lessons"] if entry["folder"] == lesson.folder.name), None)
    if plan is None:
        file = (course.lessons_dir() / "course.yml").relative_to(course.root()).as_posix()
        yield Finding(file, 1, f"The plan has no lesson {lesson.folder.name}. Add its folder, title and so on.")
        return
    for key in _SHARED:
        if key in head and head[key] != plan.get(key):
            what = f"{key} is not what course.yml says ({plan.get(key)!r}). Make the two the same."
            yield lesson.page.error(line(key), what)
