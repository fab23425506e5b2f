"""How wide words will be when drawn, and where to break them: pure sums, no browser."""

from functools import lru_cache
from html import escape

# Widths in units of the type size, after a wide sans-serif (DejaVu Sans), so that narrower types fit too.
_WIDTHS = {
    0.30: "ijlIJ'|",
    0.34: " .,:;/!’‘",
    0.42: 'frt()[]-"',
    0.54: "csz–“”",
    0.60: "axvykLTFY?",
    0.65: "bdeghnopquPESo0123456789",
    0.71: "ABKRVXZ",
    0.79: "CDGHNOQU+=<>~",
    0.86: "wM&",
    1.00: "mW%@—…",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
LINE = 1.3  # height of a line in units of the type size, as Plotly sets it


# Laying out tries the same words at many widths.
@lru_cache(maxsize=16_384)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate, on the safe side, how many pixels wide a line of text is.

    size : type size in pixels. Letters outside the table count as 0.8 of the size, East Asian ones as 1.

    >>> text_width("will", 10) < text_width("Wimbledon", 10)
    True
    """
    total = 0.0
    for letter in text:
        total += _WIDTH_OF.get(letter, 1.0 if ord(letter) >= 0x1100 else 0.8)
    return total * size * (1.12 if bold else 1.0)


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """Break a text into lines no wider than `width` pixels; a word too long for a line is cut.

    most : the most lines wanted (0: any number); what does not fit ends in "…".

    >>> wrap("a treaty is signed", 60, 12)
    ['a treaty', 'is signed']
    >>> wrap("a treaty is signed", 64, 12, most=1)
    ['a treaty…']
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        pieces = _cut(word, width, size, bold)
        for number, piece in enumerate(pieces):
            joined = f"{line} {piece}" if line and number == 0 else line + piece
            if not line or (number == 0 and text_width(joined, size, bold=bold) <= width):
                line = joined
            else:
                lines.append(line)
                line = piece
    if line:
        lines.append(line)
    if most and len(lines) > most:
        last = lines[most - 1]
        while last and text_width(last + "…", size, bold=bold) > width:
            last = last[:-1].rstrip()
        lines = [*lines[: most - 1], last + "…"]
    return lines


def balance(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into as few lines as `wrap` does, but of like length, so that no word stands alone.

    >>> balance("a treaty is signed today", 120, 12)
    ['a treaty is', 'signed today']
    """
    lines = wrap(text, width, size, bold=bold)
    if len(lines) < 2:
        return lines
    low, high = width / 2, width
    for _ in range(6):
        middle = (low + high) / 2
        tried = wrap(text, middle, size, bold=bold)
        if len(tried) <= len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Cut one word into pieces that each fit the width (always at least one letter a piece)."""
    if text_width(word, size, bold=bold) <= width:
        return [word]
    pieces, piece, wide = [], "", 0.0
    for letter in word:
        more = text_width(letter, size, bold=bold)
        if piece and wide + more > width:
            pieces.append(piece)
            piece, wide = "", 0.0
        piece, wide = piece + letter, wide + more
    return [*pieces, piece] if piece else pieces


def shorten(text: str, most: int) -> str:
    """Shorten a text to at most `most` letters, at a word's end where there is one, with "…" for the rest.

    >>> shorten("the whole of a long story", 16)
    'the whole of a…'
    """
    text = " ".join(text.split()) if len(text) <= 4 * most else " ".join(text[: 4 * most].split()) + " …"
    if len(text) <= most:
        return text
    if most <= 1:
        return "…"[:most]
    head = text[: most - 1]
    space = head.rfind(" ")
    return (head[:space] if space > most // 2 else head).rstrip(" ,;:") + "…"


def safe(text: str) -> str:
    """Make a reader's text safe inside Plotly's small HTML.

    >>> safe("a < b & c")
    'a &lt; b &amp; c'
    """
    return escape(text, quote=False)


def join_words(words: list[str]) -> str:
    """Join words as a sentence does.

    >>> join_words(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def count(number: int, noun: str, plural: str = "") -> str:
    """Say how many of something there are.

    >>> count(1, "event"), count(2000, "event"), count(2, "century", "centuries")
    ('1 event', '2,000 events', '2 centuries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def say_number(value: float) -> str:
    """Say a number to four figures, as it is read aloud.

    >>> [say_number(n) for n in (3, 0.2941, 29643.6, 2_021_000_000_000)]
    ['3', '0.2941', '29,640', '2.021 trillion']
    """
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return f"{value / size:.4g}{word}"
    return f"{float(f'{value:.4g}'):,.10g}"
