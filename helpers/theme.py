"""The one look of every figure: palette, shapes, type, and how a drawn figure follows light and dark."""

from typing import Any

# Eight colours: each at least 3:1 against white and against JupyterLab's dark #111, and every pair apart for
# protan, deutan and tritan readers (tests/test_theme.py measures it). Order: the most distinct first.
PALETTE = ("#3366bb", "#aa4400", "#339999", "#aa77ee", "#998833", "#ee5577", "#337744", "#885577")
# A shape and a dash pattern go with each colour, so that colour never speaks alone.
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "pentagon", "star", "triangle-down", "hexagon")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "5px,2px", "2px,5px")

# A grey that reads at 4:1 or better on white and on #111: the fallback where no style sheet reaches.
INK = "#767676"
RULE = "rgba(128,128,128,0.28)"
BANDS = ("rgba(128,128,128,0.11)", "rgba(128,128,128,0.03)")
CLEAR = "rgba(0,0,0,0)"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
TEXT = 12
SMALL = 11
HEADING = 15

# Narrowest plot, in pixels, for which labels are laid out: JupyterLab leaves a figure 286 of a telephone's 390,
# and SIDE goes off on both sides.
NARROW = 264
SIDE = 8

# Not "responsive": JupyterLab's renderer follows the width itself, and Plotly's own watch on it would shrink
# the figure to nothing when the theme changes. Exported pages switch it on.
CONFIG: dict[str, Any] = {"displaylogo": False, "displayModeBar": "hover"}

# Plotly writes colours into the drawing itself; JupyterLab's variables override them, so that a drawn figure
# changes with the theme at once.
STYLE = """
.js-plotly-plot .main-svg { background: transparent !important }
.js-plotly-plot .main-svg text { fill: var(--jp-content-font-color1, #1f1f1f) !important }
.js-plotly-plot .gridlayer path, .js-plotly-plot .zerolinelayer path {
  stroke: var(--jp-border-color2, #d0d0d0) !important; stroke-opacity: .7 !important }
.js-plotly-plot .hoverlayer .hovertext > path {
  fill: var(--jp-layout-color1, #fff) !important; fill-opacity: 1 !important;
  stroke: var(--jp-content-font-color2, #555) !important }
.js-plotly-plot .modebar { background: transparent !important }
.js-plotly-plot .modebar-btn svg * { fill: var(--jp-content-font-color2, #555) !important }
.js-plotly-plot .modebar-btn:hover svg *, .js-plotly-plot .modebar-btn:focus-visible svg * {
  fill: var(--jp-content-font-color0, #000) !important }
"""


def colour(index: int) -> str:
    """Return the colour of lane or line number `index`, starting again after the last.

    >>> colour(0) == colour(8)
    True
    """
    return PALETTE[index % len(PALETTE)]


def symbol(index: int) -> str:
    """Return the marker shape of lane number `index`; after one round of colours, the pairing shifts.

    >>> symbol(0), symbol(8)
    ('circle', 'square')
    """
    return SYMBOLS[(index + index // len(PALETTE)) % len(SYMBOLS)]


def dash(index: int) -> str:
    """Return the dash pattern of line number `index`: plain for the first round of colours, then another.

    >>> dash(0), dash(7), dash(8)
    ('solid', 'solid', 'dash')
    """
    return DASHES[(index // len(PALETTE)) % len(DASHES)]


def pale(hex_colour: str, opacity: float) -> str:
    """Return a colour made see-through, as CSS.

    >>> pale("#3366bb", 0.5)
    'rgba(51,102,187,0.5)'
    """
    red, green, blue = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def layout(plot_height: float, *, title_lines: list[str], below: int = 0) -> dict[str, Any]:
    """Return the layout that all figures share: clear background, fixed height, width as there is room.

    plot_height : height of the plotting area, in pixels; title_lines : the title, already broken into lines;
    below : pixels wanted under the axis labels.
    """
    top = max(30, 14 + 20 * len(title_lines))  # the mode bar needs 30
    bottom = 42 + below
    look: dict[str, Any] = {
        "template": {"layout": {}},
        "autosize": True,
        "height": round(plot_height) + top + bottom,
        "margin": {"l": SIDE, "r": SIDE, "t": top, "b": bottom, "autoexpand": False},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": TEXT, "color": INK},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "align": "left",
            "bgcolor": "#ffffff",
            "bordercolor": "#555555",
            "font": {"family": FONT, "size": TEXT, "color": "#1f1f1f"},
        },
        # Without a drag mode a finger on a telephone scrolls the page; the mode bar still zooms.
        "dragmode": False,
        "modebar": {
            "remove": ["select2d", "lasso2d", "zoom2d", "pan2d", "autoScale2d", "sendChartToCloud"],
            "bgcolor": CLEAR,
            "color": INK,
            "activecolor": INK,
        },
        "barmode": "overlay",
    }
    if title_lines:
        # An annotation, not a title: Plotly moves a title of several lines about as the height changes.
        look["annotations"] = [
            {"text": "<b>" + "<br>".join(title_lines) + "</b>", "font": {"size": HEADING}, "align": "left"}
            | {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1, "yanchor": "bottom"}
            | {"yshift": 8, "showarrow": False, "borderpad": 0}
        ]
    return look
