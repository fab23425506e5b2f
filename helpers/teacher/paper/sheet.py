"""The page around a paper: header, page numbers, paper size. It holds its pictures and asks no network."""

from base64 import b64encode
from functools import cache
from pathlib import Path

from markupsafe import Markup

_STATIC = Path(__file__).parent / "static"
# Nothing may be loaded or run, should a text of the course ever hold a script or a picture from elsewhere.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
TEACHER_ONLY = "TEACHER ONLY: answer key"


@cache
def _style() -> str:
    return (_STATIC / "paper.css").read_text(encoding="utf-8")


def page(
    title: str,
    body: Markup,
    *,
    paper: str = "A4",
    course: str = "",
    language: str = "en",
    key: bool = False,
    dense: bool = False,
) -> str:
    """Return a paper as one HTML page.

    title : stands in the header of each page; course : beside the page number at its foot
    paper : one of PAPERS; key : mark every page as the teacher's; dense : smaller, for fewer sides
    """
    right = f'"{TEACHER_ONLY}"' if key else '"Name ________________________"'
    # The header and the numbers are drawn by browsers that know margin boxes (Chromium, Edge, Chrome from 131);
    # others add theirs, with the page's title. The strip at the side is drawn by all of them.
    margin = "margin: 15mm 13mm 14mm; " if dense else ""
    boxes = (
        f"@page {{ size: {paper}; {margin}@top-left {{ content: {in_css(title)} }} @top-right {{ content: {right} }}"
        f" @bottom-left {{ content: {in_css(course)} }}"
        ' @bottom-right { content: "page " counter(page) " of " counter(pages) } }'
        + ("" if key else " @page :first { @top-right { content: none } }")
    )
    strip = Markup('<div class="strip">{}</div>').format(TEACHER_ONLY) if key else ""
    head = f"{TEACHER_ONLY}. {title}" if key else title
    return str(
        Markup(
            '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
            '<meta http-equiv="Content-Security-Policy" content="{}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<title>{}</title>\n<style>\n{}{}\n</style>\n</head>\n"
            '<body class="{}">\n{}<main>\n{}\n</main>\n</body>\n</html>\n'
        ).format(
            language,
            _POLICY,
            head,
            Markup(_style()),
            Markup(boxes),
            "key" if key else "sheet dense" if dense else "sheet",
            strip,
            body,
        )
    )


def in_css(text: str) -> str:
    """Return a text as a string of CSS that ends neither itself nor the style it stands in.

    >>> in_css('A "b" </style>')
    '"A \\\\22 b\\\\22  \\\\3c /style>"'
    """
    kept = (f"\\{ord(one):x} " if one in '"\\<\n\r' else one for one in text)
    return f'"{"".join(kept)}"'


def picture_data(path: Path) -> str:
    """Return a PNG file as an address that holds the picture itself."""
    return "data:image/png;base64," + b64encode(path.read_bytes()).decode("ascii")


def picture_size(path: Path) -> tuple[int, int]:
    """Return the width and the height of a PNG file in pixels."""
    with path.open("rb") as stream:
        head = stream.read(24)  # a PNG begins with its signature and the block that holds its size
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
