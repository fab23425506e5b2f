"""Printing to a console that cannot say every sign, as on Windows or over a poor connection."""

import io
import sys


def speak_plainly() -> None:
    """Let what is printed come out with a question mark for what the console cannot say, and never end in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
