"""No student's mark or page changes by what another hands in, on any platform, by any of the hostile kinds.

`PROOF=1` makes 2,000 hostile hand-ins of 200. Where the class list knows names alone, somebody who bears another's name
can put that row of the gradebook in doubt; then it has no mark, which is told. Results and pages stay the same.
No kind bears another's name, names another in hand-in.json and holds the other's whole record and more, all at once, in
a plain folder: nothing in such a file differs from the other's second hand-in, so the two are joined, and it is told.
"""

import csv
import random
import shutil
from dataclasses import replace

import pytest
from markupsafe import escape

from helpers.exercises.record_line import Attempt
from helpers.teacher.incoming import submissions
from helpers.teacher.keys import Key, write_key
from helpers.teacher.running import run
from tests.teacher.conftest import attempt, key_answer, versions, wrong_answer
from tests.teacher.hostile_kinds import ATTACKED, KINDS, MANY, Target
from tests.teacher.platform_names import NAMED_BY, letters, login

ASSIGNMENT, COURSE = "01-0a1b2c3d", "clocks-and-bells"
HONEST = ("Ann Example", "Zoë O'Neil", "bo", "Ann Lee", "'t Hart", "李明")
# No word or number of the platform's that the class list knows too: another's name can put a row in doubt there.
LOOSE = ("Brightspace", "Brightspace, French", "Google", "Teams", "plain")
PLACES = [*sorted(set(NAMED_BY) - {"Canvas, late"})]


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_at_least_forty_kinds_attack_all_that_can_be_attacked():
    assert len(KINDS) >= 40
    assert {name.split(":")[0] for name in KINDS} == set(ATTACKED)


class School:
    """Honest students and their hostile neighbours on one platform."""

    def __init__(self, place, folder, questions, seed):
        self.place, self.folder, self.draw = place, folder, random.Random(seed)
        self.inbox, self.out = folder / "inbox", folder / "out"
        self.inbox.mkdir(parents=True)
        self.questions = questions
        self.key = folder / "key.json"
        write_key(Key(COURSE, {one.id: one for one in questions}, ASSIGNMENT, "T", "graded"), self.key)
        self.targets, self.paths = [], {}
        for n, name in enumerate(HONEST):
            record = tuple(self.given(n % 2 == 0, n))
            target = Target(name, 100 + n, letters(name), record, ASSIGNMENT, COURSE, 0, tuple(self.given(False, 90)))
            self.targets.append(target)
            content = replace(target, n=n).zip(record, name)
            self.paths[name] = self.put(name, 100 + n, f"hand-in-{ASSIGNMENT}-{letters(name)}.zip", content)

    def given(self, right, n) -> list[Attempt]:
        made = []
        for one in self.questions:
            if hasattr(one, "marks"):
                answer = key_answer(one) if right else wrong_answer(one)
            else:
                answer = {**versions(one)[-1], "text": f"Student {n} says that the letter names who owned the clock."}
            made.append(attempt(one, answer, lesson=f"{one.lesson}@{ASSIGNMENT}"))
        return made

    def put(self, name, number, own, content):
        """Lay a file where the platform would, and return the entry of the folder."""
        own = own.replace("/", "-").replace("\0", "")
        if self.place == "plain":
            path = self.inbox / (f"{name}.zip" if number < 200 else own)
            while path.exists():
                path = path.with_name(f"{number}-{path.name}")
        else:
            path = self.inbox / NAMED_BY[self.place](name, number, own)
        path = path.with_name(path.name.encode()[:230].decode("utf-8", "ignore"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return self.inbox / path.relative_to(self.inbox).parts[0]

    def attack(self, kinds):
        for n, name in enumerate(kinds):
            target = replace(self.draw.choice(self.targets), n=n, wrong=tuple(self.given(False, 1_000 + n)))
            own, content = KINDS[name](target, self.draw)
            # Some have taken the other's name on the platform, too.
            who = target.name if n % 7 == 0 else f"attacker {n}"
            self.put(who, 200 + n, own, content)

    def class_list(self, number):
        path = self.folder / "class.csv"
        people = [(name, 100 + n) for n, name in enumerate(HONEST)]
        people += [(f"attacker {n}", 200 + n) for n in range(number)]
        with path.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(["Student", "ID", "SIS Login ID", "Section", "Identifier", "Display name"])
            rows.writerows([name, n, login(name, n), "A", f"Participant {n}", f"{name} {n}"] for name, n in people)
        return path

    def mark(self, out, members):
        run(self.inbox, self.key, out, members, processes=1)

    def judge(self, out):
        for path in (out / "by-hand").glob("*.csv"):
            rows = table(path)
            for n, row in enumerate(rows):
                row.update(marks=str(n % 6), maximum="5", comment=f"About {row['answer']}")
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                writer = csv.DictWriter(stream, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)

    def seen(self, out):
        """What each honest student has: rows, page, grade; the name itself aside."""
        whose = {path: one for one in submissions(self.inbox) for path in one.paths}
        rows = table(out / "results.csv")
        grades = {row["Student"]: row for row in table(out / "gradebook.csv")}
        found = {}
        for name, path in self.paths.items():
            one = whose[path]
            assert one.paths == (path,)
            mine = [{**row, "student": ""} for row in rows if row["student"] == one.name]
            page = (out / "feedback" / f"{one.file}.html").read_text(encoding="utf-8")
            found[name] = mine, page.replace(f"{escape(one.name)}</", "</"), grades[name]
        return found


@pytest.mark.parametrize("place", PLACES)
def test_no_mark_and_no_page_changes_by_what_another_hands_in(place, bank, tmp_path):
    each = -(-MANY // len(PLACES))
    questions = [bank[name] for name in ("01-kind", "01-order", "03-essay")]
    here = School(place, tmp_path, questions, seed=PLACES.index(place))
    members = here.class_list(each)
    here.mark(here.out, members)
    here.judge(here.out)
    here.mark(here.out, members)
    before = here.seen(here.out)
    assert all(row["by_hand"] for rows, _, _ in before.values() for row in rows if row["exercise"] == "03-essay")

    # Each platform begins with another kind; with PROOF=1 each meets each.
    names = sorted(KINDS)
    first = PLACES.index(place) * each
    here.attack([names[(first + n) % len(names)] for n in range(each)])
    again = tmp_path / "again"
    shutil.copytree(here.out, again)
    here.mark(again, members)
    after = here.seen(again)
    told = [row["what"] for row in table(again / "problems.csv")]
    for name in HONEST:
        assert after[name][0] == before[name][0]
        assert after[name][1] == before[name][1]
        grade = after[name][2]
        if grade != before[name][2]:
            assert place in LOOSE
            assert grade["T"] == "-"
            assert any(f"may be “{name} " in what for what in told)
    assert not [what for what in told if "fault of the course" in what]
