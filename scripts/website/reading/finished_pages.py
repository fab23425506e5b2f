"""What is done to the pages when Sphinx has written them: names for the side bars, and the list of all pages."""

from html import escape
from pathlib import Path

# The theme leaves its two side bars and the page of search results without names for screen readers.
NAMES = (
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="The course">'),
    ('<aside class="toc-drawer">', '<aside class="toc-drawer" aria-label="This page">'),
    ('<aside class="toc-drawer no-toc">', '<aside class="toc-drawer no-toc" aria-label="This page">'),
    # The corner of a table whose first column has no heading is no heading.
    ('<th class="head"><p></p></th>', "<td></td>"),
)
SEARCH = '<div id="search-results"></div>'


def finish(html: Path, site: str) -> None:
    """Name side bars and write `sitemap.xml`; doing it twice changes nothing.

    html : the folder of built pages; site : the site's address, ending in a slash
    """
    pages = sorted(html.rglob("*.html"))
    for page in pages:
        text = named = page.read_text(encoding="utf-8")
        for without, with_name in NAMES:
            named = named.replace(without, with_name)
        if page.name == "search.html" and "<h1>Search" not in named:
            named = named.replace(SEARCH, f"<h1>Search</h1>{SEARCH}")
        if named != text:
            page.write_text(named, encoding="utf-8")
    listed = [page.relative_to(html).as_posix() for page in pages if page.name not in ("search.html", "genindex.html")]
    (html / "sitemap.xml").write_text(sitemap(listed, site), encoding="utf-8")


def sitemap(pages: list[str], site: str) -> str:
    """Return the list of all pages as search engines read it.

    >>> "<loc>https://example.org/a.html</loc>" in sitemap(["a.html"], "https://example.org/")
    True
    """
    lines = "\n".join(f"  <url><loc>{escape(site + page)}</loc></url>" for page in pages)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}\n</urlset>\n'
    )
