"""Puts figures into exported HTML, so that they draw and stay interactive with no network."""

import json
import re
from typing import Any

from nbconvert.preprocessors import Preprocessor

from helpers import theme
from helpers.figures import PLOTLY

WIDGET = "application/vnd.jupyter.widget-view+json"
_FORMULA = re.compile(r"\$\$|\\\(|\\\[|\$[^$\n]*[\\^_{][^$\n]*\$")
_NOTHING = "data:text/javascript,"


class EmbedFigures(Preprocessor):
    """Replace each figure's data by a drawing, with the Plotly library once a document.

    Register it for HTML in jupyter_nbconvert_config.json:
    {"HTMLExporter": {"preprocessors": ["helpers.export.EmbedFigures"]}}
    """

    def __init__(self, **settings: Any) -> None:
        """Stand ready; nbconvert passes its own settings."""
        settings.setdefault("enabled", True)
        super().__init__(**settings)  # type: ignore[no-untyped-call]

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Go through all outputs of a notebook; the first figure brings the library with it."""
        number = widgets = 0
        for cell in nb.cells:
            for output in cell.get("outputs", ()):
                data = output.get("data", {})
                if PLOTLY in data:
                    drawing = draw(data.pop(PLOTLY), f"course-figure-{number}")
                    data["text/html"] = (library() + drawing) if number == 0 else drawing
                    data.pop("image/png", None)  # JupyterLab's own still picture of it
                    number += 1
                elif WIDGET in data and "text/html" in data:
                    # A page has no kernel: where a widget brought a plain version of itself, that stands.
                    del data[WIDGET]
                widgets += WIDGET in data
        # nbconvert's own page asks the network for these, needed or not.
        if not widgets:
            nb.metadata.pop("widgets", None)
            resources["require_js_url"] = resources["jquery_url"] = _NOTHING
        if not any(cell.cell_type == "markdown" and _FORMULA.search(cell.source) for cell in nb.cells):
            resources["mathjax_url"] = _NOTHING
        return nb, resources


def library() -> str:
    """Return the Plotly library and the look of figures as HTML.

    The page may have loaded RequireJS, which would take the library for its own: it is hidden meanwhile.
    """
    from plotly.offline import get_plotlyjs

    source = get_plotlyjs().replace("</script", "<\\/script")
    return (
        f"<style>{theme.STYLE}</style>"
        "<script>window._define = window.define; window.define = undefined;</script>"
        f"<script>{source}</script>"
        "<script>window.define = window._define;</script>"
    )


def draw(figure: dict[str, Any], name: str) -> str:
    """Return the HTML that draws one figure, named by its description.

    >>> 'role="figure"' in draw({"data": [], "layout": {}}, "one")
    True
    """
    from html import escape

    layout = figure.get("layout", {})
    meta = layout.get("meta")
    words = str(meta.get("description", "")) if isinstance(meta, dict) else ""
    # A closing tag inside the data would end the script.
    data = json.dumps(
        {"data": figure.get("data", []), "layout": layout, "config": {**theme.CONFIG, "responsive": True}}
    ).replace("<", "\\u003c")
    height = layout.get("height") or 450
    label = f' aria-label="{escape(words)}"' if words else ""
    return (
        f'<div id="{name}" class="course-drawing" role="figure"{label} style="width:100%;height:{height}px"></div>'
        f'<script>(() => {{ const f = {data}; const d = document.getElementById("{name}");'
        "Plotly.newPlot(d, f.data, f.layout, f.config).then(() => d.querySelectorAll('svg.main-svg')"
        ".forEach((svg) => svg.setAttribute('aria-hidden', 'true'))); })();</script>"
    )
