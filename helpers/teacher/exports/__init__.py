"""Exercises for other systems: Moodle, Canvas and whatever reads GIFT, QTI or a table.

`python -m helpers export 02 --to moodle-xml` comes in at `command`. `shaping` turns a question into one of the few
shapes of `shapes` that learning systems know; each format (`moodle`, `gift`, `qti21`, `qti12`, `sheet`) says which
shapes it cannot say and writes the rest. What is left out or changed is told, in the output and in a report.
"""
