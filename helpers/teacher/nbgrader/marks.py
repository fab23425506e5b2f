"""One student's folder to marks, by the same reading and marking as `python -m helpers mark`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.exercises.hostile import Refused, shown
from helpers.exercises.record_line import Attempt
from helpers.teacher.belonging import check_course, said_otherwise
from helpers.teacher.incoming import Submission, file_name
from helpers.teacher.keys import Key
from helpers.teacher.marking import Row, mark_submission
from helpers.teacher.parcels import open_parcel

if TYPE_CHECKING:
    from helpers.teacher.nbgrader.code_again import Again

RunAgain = Callable[[Sequence[Attempt]], "Again"]


@dataclass(frozen=True)
class Graded:
    """What came of a submission. problem, ask : why it could not be marked and what to ask the student for."""

    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""
    ask: str = ""


def graded_folder(folder: Path, student: str, key: Key, again: RunAgain | None = None) -> Graded:
    """Mark what one student submitted; whatever is in it, this returns and never raises. Only `again` runs anything.

    folder : the submission as it came in, not nbgrader's working copy, into which files of the teacher's are laid
    again : runs code anew, where a teacher asks for that; what it could not run has no row and waits for a person
    """
    try:
        parcel = open_parcel(Submission(student, file_name(student), (folder,)))
        check_course(parcel, key)
        # The platform's own name decides whose it is; what the file says otherwise is told.
        notes = (*parcel.notes, *said_otherwise((one.student for one in parcel.said), (student,)))
        if again is None:
            return Graded(mark_submission(parcel.attempts, key), notes)
        ran = again(parcel.attempts)
        rows = tuple(row for row in mark_submission(ran.attempts, key) if row.exercise not in ran.failed)
        return Graded(rows, (*notes, *ran.notes))
    except Refused as refused:
        return Graded(problem=refused.reason, ask=refused.ask)
    except (Exception, RecursionError) as fault:
        # A fault of ours must not cost the others their marks.
        reason = f"could not be marked ({type(fault).__name__}: {shown(str(fault))}); this is a fault of the course"
        return Graded(problem=reason, ask="nothing: report this to the course's authors")
