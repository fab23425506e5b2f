"""Events over time, in lanes.

`draw` takes a table and gives a figure; `table` checks the events and puts them in lanes; `layout` finds room for
marks and labels; `frame` draws axis, eras and key; `marks` draws event by event, `densities` and `counts` a table too
large for that; `words` says what is shown. The package is not called `timeline`, so that the function can be.
"""

from helpers.timelines.draw import timeline

__all__ = ["timeline"]
