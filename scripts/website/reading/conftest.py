"""Leaves this folder's examples out where the extra `site` is not installed, as in the oldest set."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("lxml") and find_spec("PIL") else ["*.py"]
