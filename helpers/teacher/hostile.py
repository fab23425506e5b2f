"""The bounds within which a submission is read: those of every reader of a record, in `helpers.exercises.hostile`."""

from helpers.exercises.hostile import MOST_ZIP, Budget, Refused, TooMuch, read_file, shown, zip_members

__all__ = ["MOST_ZIP", "Budget", "Refused", "TooMuch", "read_file", "shown", "zip_members"]
