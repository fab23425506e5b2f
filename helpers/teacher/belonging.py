"""Whether what a student handed in belongs to the course and assignment of a key, and if not, to which."""

from helpers.lettering import count
from helpers.teacher.hostile import Refused, shown
from helpers.teacher.keys import Key
from helpers.teacher.marking import belongs
from helpers.teacher.parcels import Parcel


def check_course(parcel: Parcel, key: Key) -> None:
    """Refuse a submission to another course or assignment, and say which. Raises Refused."""
    claims = parcel.claims
    if claims and claims.course and claims.course != key.course:
        raise Refused(f"is of another course, “{shown(claims.course)}”", "the answers of this course")
    if any(belongs(attempt, key) for attempt in parcel.attempts):
        return
    known = [attempt for attempt in parcel.attempts if attempt.exercise in key.questions]
    if known and key.graded:
        raise Refused(
            f"holds {count(len(known), 'answer')} to these exercises, but none made in this assignment",
            "the answers given in the notebook of this assignment",
        )
    if known:
        raise Refused(
            "holds answers given in a graded assignment, and this is the key for practice", "nothing: use its key"
        )
    raise Refused(
        f"holds {count(len(parcel.attempts), 'answer')}, none of them to these exercises: "
        "it is of another lesson or another course",
        "the answers to this lesson",
    )
