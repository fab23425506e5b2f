"""How large a proof is: small enough for every run, or the full size of `make proof`."""

import os


def size(fits: int, full: int) -> int:
    """Return how often something is tried: `fits` as a rule, `full` where PROOF is set.

    >>> size(25, 1000) in (25, 1000)
    True
    """
    return full if os.environ.get("PROOF") else fits
