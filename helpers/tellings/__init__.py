"""Who told of a thing, when, and with what in it.

`delays` (accounts with the day of what they tell of) and `told` draw how late each account is; `parallels` (tellings
aspect by aspect), `printing` and `widget` put several side by side.
"""

from typing import TYPE_CHECKING

from helpers.tellings.told import told_when

if TYPE_CHECKING:
    from helpers.tellings.widget import SideWidget

__all__ = ["side_by_side", "told_when"]


def side_by_side(name: str, *, title: str = "") -> "SideWidget":
    """Show several tellings of one talk, or several documents, side by side, aspect by aspect.

    name : a set of the table of parallels; title : words above it, if the event's own will not do
    Raises ValueError that names the sets there are.
    """
    from helpers.tellings.parallels import comparison
    from helpers.tellings.widget import SideWidget

    return SideWidget(comparison(name, title))
