"""Hand-ins that were made to harm: a seeded generator, a kind each, listed by what they attack.

A kind is given a `Target`, another student whose work the attacker knows, and returns the attacker's own words for a
file's name and its bytes. What it cannot choose is what the platform writes around the name.
"""

import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

from helpers.exercises.assigned import HandIn, hand_in_zip
from helpers.exercises.record_line import Attempt, to_line
from tests.kit.sizes import size
from tests.teacher.conftest import lines

# The one place that says how many: `PROOF=1` asks for ten times as many.
MANY = size(200, 2_000)


@dataclass(frozen=True)
class Target:
    """Somebody whose marks are attacked: how the platform calls them, what they handed in, and the assignment."""

    name: str
    number: int
    word: str  # as the platform's names begin
    record: tuple[Attempt, ...]
    assignment: str
    course: str
    n: int  # the attacker's own number
    wrong: tuple[Attempt, ...]  # answers of the attacker's own

    def zip(self, record=None, student="", **more) -> bytes:
        """The zip that hand_in() makes, of these attempts and with this name in it."""
        about = HandIn(self.course, self.assignment, student or f"attacker {self.n}")
        return hand_in_zip(replace(about, **more), lines(self.wrong if record is None else record))


Made = tuple[str, bytes]
Kind = Callable[[Target, random.Random], Made]
KINDS: dict[str, Kind] = {}


def kind(attacks: str) -> Callable[[Kind], Kind]:
    def keep(made: Kind) -> Kind:
        KINDS[f"{attacks}: {made.__name__.replace('_', ' ')}"] = made
        return made

    return keep


def packed(*files, method=zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


def _named(title: str, attacks: str, name: Callable[[Target], str]) -> None:
    KINDS[f"{attacks}: {title}"] = lambda target, draw: (name(target), target.zip())


for _title, _name in {
    "Moodle's words": lambda t: f"{t.name}_{t.number}_assignsubmission_file_a.zip",
    "Moodle's words twice": lambda t: (
        f"_{t.number}_assignsubmission_file_{t.name}_{t.number}_assignsubmission_file_.zip"
    ),
    "Blackboard's words": lambda t: f"x_{t.word}_attempt_2026-11-30-10-20-31_a.zip",
    "Canvas's words": lambda t: f"{t.word}_{t.number}_{t.number + 70_000}_a.zip",
    "Canvas's late mark": lambda t: f"LATE_{t.number}_{t.number + 70_000}_{t.word}.zip",
    "Brightspace's words": lambda t: f"{t.number}-77 - {t.name} - Nov 30, 2026 1020 AM - a.zip",
    "ILIAS's words": lambda t: f"{t.word}_X_{t.word}_{t.number}.zip",
    "Sakai's words": lambda t: f"{t.name}, X({t.word}).zip",
    "Google's words": lambda t: f"{t.name} - answers.zip",
    "our own words": lambda t: f"hand-in-{t.assignment}-{t.word}.zip",
    "a copy's mark": lambda t: f"{t.name} (1).zip",
    "a copy's word": lambda t: f"{t.name} - Copy.zip",
    "capitals": lambda t: f"{t.name.swapcase()}!.zip",
    "signs": lambda t: f"{t.name}..zip",
    "a turned direction": lambda t: f"{t.name}\u202e\u200b.zip",
    "accents in two parts": lambda t: f"{t.name}\u0301.zip",
    "a long name": lambda t: f"{'x' * 120}{t.n}.zip",
    "a name that Windows keeps": lambda t: f"CON{t.n % 9 + 1}.zip",
    "a dot in front": lambda t: f".{t.name}.zip",
    "a formula": lambda t: f"=HYPERLINK(1){t.n}.zip",
    "a tag": lambda t: f"<script>{t.n}.zip",
    "a line's end": lambda t: f"{t.name}\n{t.name}.zip",
    "underscores and a day": lambda t: f"2026_11_25_{t.word}.zip",
    "a page's own name": lambda t: f"{t.word}-1a2b3c4d5e.zip",
}.items():
    _named(_title, "name", _name)


@kind("identity")
def the_other_name_inside(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip(student=target.name)


@kind("identity")
def name_outside_and_inside(target: Target, draw: random.Random) -> Made:
    return f"{target.name} ({draw.randint(1, 9)}).zip", target.zip(student=target.name)


@kind("identity")
def two_names_inside(target: Target, draw: random.Random) -> Made:
    other = json.dumps({"v": 1, "course": target.course, "assignment": target.assignment, "student": target.name})
    own = target.zip()
    return "a.zip", packed(("hand-in.json", other), ("own.zip", own), ("x/hand-in.json", other))


@kind("identity")
def another_assignment_inside(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip(assignment="09-ffffffff")


@kind("identity")
def another_course_inside(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip(course="cooking")


@kind("identity")
def the_other_record_whole(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip(target.record, target.name)


@kind("identity")
def the_other_record_and_more(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip((*target.record, *target.wrong))


@kind("identity")
def the_others_ids_with_other_answers(target: Target, draw: random.Random) -> Made:
    ids = [one.id for one in target.record]
    forged = [replace(one, id=draw.choice(ids), at="2000-01-01T00:00:00Z") for one in target.wrong]
    return f"{target.name} 2.zip", target.zip(forged, target.name)


@kind("identity")
def ids_like_the_smallest(target: Target, draw: random.Random) -> Made:
    tiny = [replace(one, id=f"0000000{n}") for n, one in enumerate(target.wrong)]
    return "a.zip", target.zip((*tiny, *target.record))


@kind("identity")
def the_platforms_words_within_the_zip(target: Target, draw: random.Random) -> Made:
    return "a.zip", packed((f"{target.name}_{target.number}_assignsubmission_file_/a.jsonl", lines(target.wrong)))


for _title, _at in {
    "years ahead": "2031-01-01T00:00:00Z",
    "years ago": "1999-01-01T00:00:00Z",
    "the last moment": "9999-12-31T23:59:59Z",
    "the first moment": "0001-01-01T00:00:00Z",
    "an odd zone": "2026-11-30T10:00:00+23:59",
}.items():
    KINDS[f"time: {_title}"] = lambda target, draw, at=_at: (
        "a.zip",
        target.zip([replace(one, at=at) for one in target.wrong]),
    )


@kind("time")
def the_others_moments(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip([replace(one, id=f"{draw.getrandbits(60):015x}") for one in target.record])


@kind("size")
def a_thousand_versions(target: Target, draw: random.Random) -> Made:
    many = [replace(target.wrong[0], id=f"{n:08x}-{target.n:08x}") for n in range(1_000)]
    return "a.zip", target.zip(many)


@kind("size")
def nothing_at_all(target: Target, draw: random.Random) -> Made:
    return "a.jsonl", b""


@kind("size")
def lines_that_are_none(target: Target, draw: random.Random) -> Made:
    return "a.jsonl", b"ab\n" * 3_000 + lines(target.wrong)


@kind("size")
def many_files(target: Target, draw: random.Random) -> Made:
    return "a.zip", packed(*((f"{n}.txt", b"x") for n in range(300)), ("a.jsonl", lines(target.wrong)))


@kind("size")
def a_long_line(target: Target, draw: random.Random) -> Made:
    return "a.jsonl", b"x" * 400_000 + b"\n" + lines(target.wrong)


for _title, _code in {
    "UTF-16": lambda content: b"\xff\xfe" + content.decode().encode("utf-16-le"),
    "half of UTF-16": lambda content: b"\xff\xfe" + content,
    "noughts": lambda content: content.replace(b"\n", b"\0\n"),
    "old Apple line ends": lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r"),
    "half signs": lambda content: content.replace(b'"confidence"', b'"x":"\\ud800","confidence"'),
    "Latin letters": lambda content: content.replace(b'"lesson"', '"ü":1,"lesson"'.encode("latin-1")),
    "every byte": lambda content: bytes(range(256)) + b"\n" + content,
}.items():
    KINDS[f"encoding: {_title}"] = lambda target, draw, code=_code: ("a.jsonl", code(lines(target.wrong)))


@kind("archive")
def a_bomb(target: Target, draw: random.Random) -> Made:
    return "a.zip", packed(*((f"{n}.jsonl", b"0" * 17_000_000) for n in range(2)))


@kind("archive")
def zips_within_zips(target: Target, draw: random.Random) -> Made:
    content = target.zip()
    for _ in range(5):
        content = packed(("a.zip", content))
    return "a.zip", content


@kind("archive")
def names_that_lead_outside(target: Target, draw: random.Random) -> Made:
    names = (f"../{target.name}.zip", f"../../feedback/{target.name}.html", "C:\\x.jsonl", "/tmp/x.jsonl")
    return "a.zip", packed(*((name, lines(target.wrong)) for name in names), ("a.jsonl", lines(target.wrong)))


@kind("archive")
def a_link_within(target: Target, draw: random.Random) -> Made:
    entry = zipfile.ZipInfo("answers.jsonl")
    entry.external_attr = 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, f"../{target.name}.zip")
    return "a.zip", stream.getvalue()


@kind("archive")
def cut_off(target: Target, draw: random.Random) -> Made:
    content = target.zip()
    return "a.zip", content[: draw.randrange(len(content))]


@kind("archive")
def a_byte_changed(target: Target, draw: random.Random) -> Made:
    content = bytearray(target.zip())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    return "a.zip", bytes(content)


@kind("archive")
def one_name_twice(target: Target, draw: random.Random) -> Made:
    return "a.zip", packed(("answers.jsonl", lines(target.record)), ("Answers.JSONL", lines(target.wrong)))


def _essays(target: Target, text: str) -> list[Attempt]:
    mine = [one for one in target.record if isinstance(one.answer, dict) and "text" in one.answer]
    return [Attempt(one.exercise, {**one.answer, "text": text}, one.confidence, one.lesson) for one in mine]


for _title, _text in {
    "tags": '</div><script>alert(1)</script><img src=x onerror="alert(2)">',
    "a template": "{{ 7*7 }} {% raw %} ${x} <!-- --> ]]>",
    "a formula": '=HYPERLINK("http://x.example","y")\n@SUM(1)',
    "quotes and lines": 'a","b";c\r\n\u2028"d"\tann,5,5',
    "a turned direction": "\u202eabc\u2066 " * 40,
    "length": "word " * 20_000,
}.items():
    KINDS[f"text: {_title}"] = lambda target, draw, text=_text: ("a.zip", target.zip(_essays(target, text)))


@kind("text")
def the_others_text(target: Target, draw: random.Random) -> Made:
    text = next(one.answer["text"] for one in target.record if isinstance(one.answer, dict) and "text" in one.answer)
    return "a.zip", target.zip(_essays(target, text))


for _title, _answer in {
    "marks in the line": None,
    "a list": ["x"] * 500,
    "groups in groups": {"a": {"b": {"c": []}}},
    "a truth": True,
    "a huge number": 10**300,
    "the author's names": {"correct": "true", "key": "*", "marks": 99},
}.items():

    def _forged(target: Target, draw: random.Random, answer=_answer) -> Made:
        if answer is None:
            return "a.jsonl", lines(target.wrong).replace(b'{"v":1', b'{"v":1,"marks":100,"fraction":1.0,"by_hand":9')
        forged = [replace(one, id=f"{draw.getrandbits(60):015x}", answer=answer) for one in target.wrong]
        return "a.jsonl", b"".join(map(to_line, forged))

    KINDS[f"key: {_title}"] = _forged


@kind("key")
def exercises_that_are_not_asked(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip([replace(one, exercise=f"77-{n}") for n, one in enumerate(target.wrong)])


@kind("key")
def practice_as_if_it_were_graded(target: Target, draw: random.Random) -> Made:
    return "a.zip", target.zip([replace(one, lesson=one.lesson.partition("@")[0]) for one in target.wrong])


ATTACKED = ("name", "time", "identity", "size", "encoding", "archive", "text", "key")
