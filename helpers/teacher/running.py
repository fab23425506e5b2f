"""A whole run: every submission read, marked and written, one after the other or on several cores."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from helpers.exercises.bank import PlainError
from helpers.exercises.hostile import Refused, shown
from helpers.teacher.belonging import OfAnother, Times, check_course, remarks, wrong_key
from helpers.teacher.by_hand import HandMarks, read_by_hand
from helpers.teacher.class_list import read_class
from helpers.teacher.copies import prints
from helpers.teacher.due import due_time
from helpers.teacher.incoming import Submission, submissions
from helpers.teacher.keys import Key, load_key
from helpers.teacher.marking import Known, claims_judged, mark_submission
from helpers.teacher.pages import Sections, feedback_page
from helpers.teacher.parcels import open_parcel
from helpers.teacher.results import FEEDBACK, Outcome, Results, Summary, total
from helpers.teacher.saved_marks import take_saved

# Submissions from which more processes earn back their start: each takes half a second to begin, and a submission
# takes some two thousandths of one (benchmarks/marking.py).
WORTH_PROCESSES = 3_000
MOST_PAGES = 2_000  # submissions up to which pages are drawn unasked; nobody sends more than these by hand
_BATCH = 512
Progress = Callable[[Iterable[Outcome], int], Iterable[Outcome]]


class RunError(PlainError):
    """A run that cannot start; the message says what to do."""


@dataclass(frozen=True)
class Job:
    """What every submission is marked with. pages : where feedback goes, None for none; times : None asks for none.

    known, drawn : answers marked and sections drawn already, so that the next student who gave the same waits less
    """

    key: Key
    hand: HandMarks
    pages: Path | None
    times: Times | None = None
    known: Known = field(default_factory=dict, compare=False)
    drawn: Sections = field(default_factory=dict, compare=False)


def run(
    folder: Path,
    key_path: Path,
    out: Path,
    members: Path | None = None,
    processes: int | None = None,
    progress: Progress | None = None,
    due: str = "",
    pages: bool | None = None,
) -> Summary:
    """Mark a folder of submissions and write the results.

    members : a class list; processes : how many at once, by default one a core where there are enough submissions
    progress : wraps the outcomes as they come, given how many there will be
    due : when the work was due, by default what the key says
    pages : whether to draw pages, by default for a class of up to MOST_PAGES
    Raises PlainError (a ValueError) in one sentence where the run cannot start; nothing is written then.
    """
    key = load_key(key_path)
    found = submissions(folder)
    if out.resolve() == folder.resolve() or folder.resolve() in out.resolve().parents:
        raise RunError(f"{out} lies in the folder of submissions. Give another place for the results with --out.")
    taken = take_saved(out, key.questions)
    hand = read_by_hand(out, key.questions)
    known = read_class(members) if members else None
    seats = known.seats((one.name, (one.name, *one.names), one.id) for one in found) if known else None
    times = _times(key, due)
    drawn = len(found) <= MOST_PAGES if pages is None else pages
    with Results(out, key, hand, known, seats, times, drawn) as results:
        outcomes = marked(found, Job(key, hand, out / FEEDBACK if drawn else None, times), processes)
        for outcome in progress(outcomes, len(found)) if progress else outcomes:
            results.add(outcome)
        if not results.summary.marked and (wrong := wrong_key(results.of.items(), len(found), key)):
            raise RunError(wrong)
    results.summary.taken = taken
    return results.summary


def _times(key: Key, due: str) -> Times:
    """Return what times are held against. A key's words may say no time; those of whoever marks must."""
    now = datetime.now(UTC)
    made = datetime.fromisoformat(key.made) if key.made else None
    wanted = due_time(due or key.due, (made or now).astimezone()) if due or (key.due and made) else None
    if due and wanted is None:
        raise RunError(f"--due {due!r} is no time that can be read. Write it such as “2026-12-04 09:00”.")
    return Times(now, made, wanted)


def marked(found: list[Submission], job: Job, processes: int | None = None) -> Iterator[Outcome]:
    """Yield what came of each submission, in their order; never more than a batch of them is in memory."""
    cores = processes or (os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) or 1
    if cores < 2 or len(found) < (2 if processes else WORTH_PROCESSES):
        yield from (mark_one(one, job) for one in found)
        return
    waiting = iter(found)
    pool = _pool(cores, job)
    try:
        while batch := list(islice(waiting, _BATCH)):
            done = 0
            try:
                for outcome in pool.map(_in_process, batch, chunksize=32):
                    done += 1
                    yield outcome
            except BrokenProcessPool:
                # The system ended a process, most likely for its memory: find out which submission it was.
                pool.shutdown(cancel_futures=True)
                for one in batch[done:]:
                    yield _alone(one, job)
                pool = _pool(cores, job)
    finally:
        pool.shutdown(cancel_futures=True)


def mark_one(submission: Submission, job: Job) -> Outcome:
    """Mark one submission and write its page; whatever is in it, this returns and never raises."""
    about = Outcome(submission.name, submission.file, submission.id, names=submission.names, notes=submission.notes)
    try:
        parcel = open_parcel(submission)
        check_course(parcel, job.key)
        rows = mark_submission(parcel.attempts, job.key, job.known)
        claims = claims_judged(parcel.attempts)
        notes = [*submission.notes, *parcel.notes]
        if submission.late:
            notes.append("The platform says that it came late.")
        if job.times:
            notes += remarks(parcel, job.key, job.times, job.key.due)
        if job.pages:
            hand = {row.exercise: job.hand.of(row, about.person) for row in rows}
            marks, maximum = total(rows, hand, job.hand.maxima)
            said = "" if marks is None else f"{marks:g} of {maximum:g} marks"
            page = feedback_page(submission.name, rows, job.key, hand, said, claims, job.drawn)
            (job.pages / f"{submission.file}.html").write_text(page, encoding="utf-8")
    except OfAnother as another:
        return replace(about, problem=another.reason, ask=another.ask, of=another.of)
    except Refused as refused:
        return replace(about, problem=refused.reason, ask=refused.ask)
    except (Exception, RecursionError) as fault:
        # A fault of ours must not cost the others their marks.
        reason = f"could not be marked ({type(fault).__name__}: {shown(str(fault))}); this is a fault of the course"
        return replace(about, problem=reason, ask="nothing: report this to the course's authors")
    return replace(
        about,
        rows=rows,
        claims=claims,
        notes=tuple(notes),
        says=tuple(one.student for one in parcel.said),
        prints=prints(parcel.attempts, job.key),
    )


# ---------------------------------------------------------------------- processes

_job: Job | None = None


def _pool(cores: int, job: Job) -> ProcessPoolExecutor:
    # Started anew and not forked: a fork copies whatever threads a notebook or a progress bar has running.
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(cores, mp_context=fresh, initializer=_begin, initargs=(job,))


def _begin(job: Job) -> None:
    global _job
    _job = job


def _in_process(submission: Submission) -> Outcome:
    assert _job is not None
    outcome = mark_one(submission, _job)
    # The page has what was said of each answer; the tables do not need it on the way back.
    return replace(outcome, rows=tuple(replace(row, mark=None) for row in outcome.rows))


def _alone(submission: Submission, job: Job) -> Outcome:
    """Mark a submission in a process of its own, which may end."""
    try:
        with _pool(1, job) as pool:
            return pool.submit(_in_process, submission).result()
    except BrokenProcessPool:
        reason = "ended the process that read it, most likely because it needed too much memory"
        return Outcome(submission.name, submission.file, submission.id, problem=reason, ask="only the file of answers")
