"""How Sphinx binds the reading edition. `python scripts/make_site.py` writes its pages first and then calls it."""

import re
from pathlib import Path
from typing import Any

from website.reading import finished_pages, site_static
from website.reading.citation import facts
from website.reading.executed_lessons import course_facts
from website.reading.page_metadata import tags
from website.reading.site_settings import Settings

_settings = Settings.from_environment()
_cff, _course = facts(), course_facts()

project = _course["title"]
author = ", ".join(_course["authors"])
version = release = str(_cff["version"])
language = "en"
html_title = project
copyright = f"{str(_cff['date-released'])[:4]}, {author}; lessons and data CC BY 4.0, code MIT"

extensions = ["myst_nb"]
exclude_patterns = ["_static"]
nb_execution_mode = "off"  # the lessons were run before, each in a kernel with its own answers folder
nb_code_prompt_show = "See the code of this cell"
nb_code_prompt_hide = "Hide the code"
nb_number_source_lines = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
smartquotes = False  # quotations stand letter for letter
nitpicky = True

html_theme = "furo"  # a page of its own weighs 104 kB; the other two candidates 2.2 MB (icon fonts in a script)
html_baseurl = _settings.site
html_static_path: list[str] = []
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_css_files = ["reading.css"]
html_js_files = [("reading.js", {"defer": "defer"})]
html_theme_options = {
    "navigation_with_keys": False,
    "light_css_variables": {"color-brand-primary": "#2a539b", "color-brand-content": "#2a539b"},
    "dark_css_variables": {"color-brand-primary": "#8fb3ff", "color-brand-content": "#8fb3ff"},
}
html_use_index = False
# A change of our own code writes every page anew: Sphinx watches this value.
html_context = {"made_by": site_static.digest_of_code()}


def _head(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Add to a page's head what it tells machines."""
    if doctree is not None:
        title = context.get("title", project)
        context["metatags"] = context.get("metatags", "") + tags(page, re.sub(r"<[^>]+>", "", title), _settings)


def setup(app: Any) -> None:
    """Connect the above; called by Sphinx."""
    app.connect("html-page-context", _head)
    app.connect("builder-inited", lambda app: site_static.write(Path(app.outdir) / "_static", Path(app.srcdir)))
    app.connect("build-finished", lambda app, wrong: finished_pages.finish(Path(app.outdir), _settings.site))
