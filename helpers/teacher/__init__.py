"""Tools for teachers; never part of what a student's notebook loads.

- `paper`: a lesson as worksheet and answer key, to be printed
"""
