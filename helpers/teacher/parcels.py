"""One student's files and zips, turned into attempts as every reader of a record does it."""

from helpers.exercises.parcels import MOST_ATTEMPTS, Parcel, open_paths
from helpers.teacher.incoming import Submission

__all__ = ["MOST_ATTEMPTS", "Parcel", "open_parcel"]


def open_parcel(submission: Submission) -> Parcel:
    """Read a submission. Raises Refused, with what to ask the student for, if no attempt can be read from it."""
    return open_paths(submission.paths)
