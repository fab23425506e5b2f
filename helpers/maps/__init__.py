"""Who belongs to an alliance, and since when, on a map that needs no network.

`outlines` flattens the countries' outlines, `steps` makes dates of joining into steps, `draw` gives a figure for one
year, `widgets` a map for every year, with the steps as a table.
"""

from typing import TYPE_CHECKING

from helpers.maps.draw import membership_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from helpers.maps.widgets import MembershipWidget

__all__ = ["membership_by_year", "membership_map"]


def membership_by_year(
    members: "pd.DataFrame", *, label: "Sequence[str] | str" = (), note: str = "", title: str = ""
) -> "MembershipWidget":
    """Show the members on a map with a year to choose, and every step of joining as a table.

    members : DataFrame as load_members() returns it: country, iso3 and accession_date
    label : countries, by name or iso3, whose names are written on the map
    note : words beneath the map, on what it cannot show; title : words above it
    Raises ValueError, in one sentence, for a missing column or a country that is not on the map.
    """
    from helpers.maps.widgets import MembershipWidget

    return MembershipWidget(members, label=label, note=note, title=title)
