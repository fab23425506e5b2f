"""Writes a page for each source: what it is, how far it was read, and what in the course rests on it."""

import re
from html import escape
from typing import TYPE_CHECKING

from helpers import course, tables

if TYPE_CHECKING:
    import pandas as pd

_SEEN = {
    "seen": "The editors had the text, or the part that matters, before them.",
    "memory": "From memory: the editors recall it and could not reach it. Treat it as work still to be done.",
}
_KINDS = {
    "press": "Press",
    "primary": "Primary sources",
    "official": "Official publications",
    "scholarship": "Scholarship",
    "reference": "Works of reference",
    "dataset": "Data sets",
}


def pages(sources: "pd.DataFrame", events: "pd.DataFrame") -> dict[str, str]:
    """Return each source's page in MyST, by the source's id."""
    about = _About(sources, events)
    return {str(source["id"]): about.page(source) for _, source in sources.iterrows()}


def index(sources: "pd.DataFrame") -> str:
    """Return the page that lists all sources by kind."""
    seen = int((sources["seen"] == "seen").sum())
    lines = [
        "# All sources",
        "",
        f"The course cites {len(sources)} works. Of {seen} the editors had the text, or the part that matters, before "
        "them; the others they recall from memory, and each page says so.",
        "",
    ]
    for kind in [*_KINDS, *sorted(set(sources["kind"]) - set(_KINDS))]:
        some = sources[sources["kind"] == kind].sort_values("title", key=lambda titles: titles.str.lower())
        if len(some):
            items = "".join(
                f'<li><a href="{source["id"]}.html">{escape(source["title"])}</a> '
                f"<span>{escape(_by(source))}</span></li>"
                for _, source in some.iterrows()
            )
            lines += [f"## {_KINDS.get(kind, kind)}", "", f'<ul class="source-list">{items}</ul>', ""]
    return "\n".join(lines)


class _About:
    """Knows what rests on each source."""

    def __init__(self, sources: "pd.DataFrame", events: "pd.DataFrame") -> None:
        self.titles = dict(zip(sources["id"], sources["title"], strict=True))
        self.by_source: dict[str, list[tuple[str, str]]] = {}
        for kind, items in self._everything(events).items():
            for names, html in items:
                for name in names.split(";"):
                    self.by_source.setdefault(name, []).append((kind, html))

    def _everything(self, events: "pd.DataFrame") -> dict[str, list[tuple[str, str]]]:
        """Return, by kind, each thing that cites sources: the sources' ids and the thing as HTML."""
        claims, documents = tables.load_claims(), tables.load_documents()
        accounts = tables.load_accounts()
        return {
            "Lessons": _lessons(),
            "Events": [
                (e["sources"], f'{e["date"]}: <a href="../events.html#{e["id"]}">{escape(e["title"])}</a>')
                for _, e in events.iterrows()
            ],
            # The claim alone: the editors' verdict is for those who have given their own.
            "Claims of the essay": [
                (c["sources"], f"{c['id']} ({c['passages'].replace(';', ', ')}): “{escape(c['quote'])}”")
                for _, c in claims.iterrows()
            ],
            "Key documents": [(d["sources"], f"{d['date']}: {escape(d['title'])}") for _, d in documents.iterrows()],
            "Accounts": [
                (a["sources"], f"{escape(a['title'])}{', ' + a['date'] if a['date'] else ''}: {escape(a['summary'])}")
                for _, a in accounts.iterrows()
            ],
        }

    def page(self, source: "pd.Series") -> str:
        from website.reading.table_pages import plain

        url = str(source["url"])
        address = f'<a href="{escape(url)}" rel="noopener">{escape(_short(url))}</a>' if url else "not on the web"
        facts = {
            "Author": escape(source["author"]),
            "Date": escape(source["date"]),
            "Published by": escape(source["publisher"]),
            "Kind": escape(source["kind"]),
            "Speaks from": escape(": ".join(filter(None, (source["perspective"], source["perspective_note"])))),
            "How far it was read": escape(_SEEN.get(source["seen"], source["seen"])),
            "Where": address + (" (an archived copy)" if "web.archive.org" in url else ""),
            "Same work as": self._same(source["same_as"]),
            "Cited as": f"<code>{source['id']}</code>",
        }
        rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts.items() if value)
        body = [
            "---",
            "orphan: true",
            "---",
            "",
            f"# {plain(str(source['title']))}",
            "",
            f'<dl class="facts">{rows}</dl>',
            "",
        ]
        used = self.by_source.get(str(source["id"]), [])
        for kind in dict.fromkeys(kind for kind, _ in used):
            items = [html for other, html in used if other == kind]
            body += [f"## {kind}", "", f"<ul>{''.join(f'<li>{html}</li>' for html in items)}</ul>", ""]
        if not used:
            body += ["Nothing in the lessons, events or claims rests on it alone at present.", ""]
        body += ['<p class="back"><a href="index.html">All sources</a></p>', ""]
        return "\n".join(body)

    def _same(self, name: str) -> str:
        return f'<a href="{name}.html">{escape(self.titles[name])}</a>' if name in self.titles else ""


def _lessons() -> list[tuple[str, str]]:
    """Return, lesson by lesson, the sources that its text cites and a link to its page."""
    from website.reading.executed_lessons import course_facts

    found = []
    for entry in course_facts()["lessons"]:
        text = (course.lessons_dir() / entry["folder"] / "lesson.md").read_text(encoding="utf-8")
        names = {name for group in re.findall(r"\[([a-z0-9;\s-]+)\]", text) for name in re.split(r";\s+", group)}
        link = f'<a href="../lessons/{entry["folder"]}.html">{int(entry["folder"][:2])}. {escape(entry["title"])}</a>'
        found.append((";".join(sorted(names)), link))
    return found


def _by(source: "pd.Series") -> str:
    """Return who and when, in a few words."""
    return ", ".join(filter(None, (source["author"], source["date"])))


def _short(url: str) -> str:
    return shortened(url.split("://", 1)[-1].rstrip("/"), 70)


def shortened(text: str, most: int) -> str:
    """Return a text cut after so many letters, with a sign that it goes on.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"
