"""The test kit: a stage for widgets, a real JupyterLab, hands that answer, and answers made from keys.

Tests, scripts and benchmarks import it by name, as in `from tests.kit.stage import Stage`: a set-up environment has the
course's folder among its import paths.
"""
