"""Checks that every id a lesson's exercises name exists, and that the tables prove their keys.

Authors and CI run this (`python -m helpers.exercises.check lessons/01-first-steps`); a student's click does not.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from helpers.exercises import dates
from helpers.exercises.bank import FILE, BankError, lesson_folders, load_exercises
from helpers.exercises.kinds import Order
from helpers.exercises.question import Question
from helpers.exercises.reading import Fault


def check(folders: Iterable[Path] | None = None) -> list[Fault]:
    """Return every fault of the lessons' exercises; an empty list is what one wants to see.

    folders : lesson folders; all of the course if None
    """
    faults: list[Fault] = []
    questions: list[Question] = []
    for folder in lesson_folders() if folders is None else folders:
        try:
            questions += load_exercises(folder)
        except BankError as error:
            faults += error.faults
    if questions:
        faults += check_references(questions, known_ids(), event_dates())
        faults += check_proofs(questions)
    return faults


def known_ids() -> set[str]:
    """Return every id that an exercise may name as evidence."""
    from helpers import tables
    from helpers.essay import essay

    loaders = (
        tables.load_events,
        tables.load_sources,
        tables.load_claims,
        tables.load_documents,
        tables.load_omissions,
        tables.load_debate,
    )
    known = {str(one) for load in loaders for one in load()["id"]}
    for passage in essay().passages:
        known.add(passage.id)
        known.update(sentence.id for sentence in passage.sentences)
    return known


def event_dates() -> dict[str, str]:
    """Return each event's date as the table has it."""
    from helpers.tables import load_events

    events = load_events()
    return dict(zip(events["id"].map(str), events["date"].map(str), strict=True))


def check_references(questions: Iterable[Question], known: set[str], when: Mapping[str, str]) -> list[Fault]:
    """Return a fault for each id that does not exist and each key that the events' dates disprove."""
    faults: list[Fault] = []
    taken: dict[str, str] = {}
    for question in questions:
        file = f"{question.lesson}/{FILE}"

        def add(key: str, reason: str, file: str = file, question: Question = question) -> None:
            faults.append(Fault(file, question.line, question.id, key, reason))

        if question.id in taken:
            add("id", f"is also an id in {taken[question.id]}. Give one of them another id.")
        taken.setdefault(question.id, file)
        for key, reference in question.references():
            if reference not in known:
                add(key, f"names {reference!r}, which is no event, source, claim, document or passage.")
            elif key.endswith("event") and reference not in when:
                add(key, f"names {reference!r}, which is no event.")
        for key, event, date in question.dated():
            if event in when and dates.span(date).gap(dates.span(when[event])):
                add(key, f"says {date}, but the event {event!r} has the date {when[event]}.")
        if isinstance(question, Order):
            by_id = {item.id: item.event for item in question.items}
            for one, two in question.pairs():
                first, second = when.get(by_id[one], ""), when.get(by_id[two], "")
                if first and second and dates.span(first).gap(dates.span(second)) > 0:
                    add("items", f"has {one!r} before {two!r}, but their events are of {first} and {second}.")
                elif first and second and dates.span(first).gap(dates.span(second)) == 0:
                    add(
                        "items",
                        f"orders {one!r} and {two!r}, whose dates {first} and {second} prove no order.",
                    )
    return faults


def check_proofs(questions: Iterable[Question]) -> list[Fault]:
    """Return a fault for each key that the tables disprove: a row that is not there, a value that is another."""
    return [
        Fault(f"{question.lesson}/{FILE}", question.line, question.id, key, reason)
        for question in questions
        for key, reason in question.proved()
    ]


def main(arguments: list[str]) -> int:
    """Print the faults of the lessons named, or of all; return 1 if there are any."""
    faults = check([Path(one) for one in arguments] or None)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else "The exercises are in order.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
