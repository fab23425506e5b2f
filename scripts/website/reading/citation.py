"""How to cite the course, made from CITATION.cff: as BibTeX and as a line for a list of references."""

from typing import Any

from ruamel.yaml import YAML

from helpers import course


def facts() -> dict[str, Any]:
    """Return CITATION.cff."""
    return dict(YAML(typ="safe").load((course.root() / "CITATION.cff").read_text(encoding="utf-8")))


def names(cff: dict[str, Any]) -> list[str]:
    """Return the authors' names, a person's family name first.

    >>> names({"authors": [{"name": "The Authors"}, {"family-names": "Doe", "given-names": "Jo"}]})
    ['The Authors', 'Doe, Jo']
    """
    return [
        str(author["name"]) if "name" in author else f"{author['family-names']}, {author.get('given-names', '')}"
        for author in cff["authors"]
    ]


def bibtex(address: str) -> str:
    """Return the BibTeX entry; names of groups stand in braces, so that nobody takes them apart."""
    cff = facts()
    authors = " and ".join(f"{{{name}}}" if "," not in name else name for name in names(cff))
    fields = {
        "author": authors,
        "title": f"{{{cff['title']}}}",
        "year": str(cff["date-released"])[:4],
        "version": str(cff["version"]),
        "url": address,
    }
    lines = ",\n".join(f"  {key} = {{{value}}}" for key, value in fields.items())
    return f"@software{{almost_allies_{fields['year']},\n{lines}\n}}"


def reference(address: str) -> str:
    """Return the line for a list of references, in the order of the APA style."""
    cff = facts()
    year = str(cff["date-released"])[:4]
    return f"{', '.join(names(cff))} ({year}). {cff['title']} (Version {cff['version']}) [Computer software]. {address}"
