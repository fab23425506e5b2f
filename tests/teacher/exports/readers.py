"""Reading the exports back, each as its system's importer does, with the faults that these were seen to have."""

import html
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from helpers.teacher.exports.moodle import GRADES
from helpers.teacher.exports.xml_out import to_bytes

QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


class Refused(Exception):
    """The importer would refuse the file, or silently lose a part of it."""


def text_of(content: str) -> str:
    """Return what a reader sees of HTML, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", content)).split())


# ---------------------------------------------------------------------------------------------------- Moodle XML


def moodle_questions(content: bytes) -> list[ET.Element]:
    """Return the questions of a Moodle XML file; raises Refused where Moodle's importer stumbles."""
    try:
        quiz = ET.fromstring(content)
    except ET.ParseError as problem:
        # A missing </quiz> Moodle takes without a word.
        raise Refused(f"no XML: {problem}") from None
    found = []
    for question in quiz.iter("question"):
        kind = question.get("type")
        if kind == "category":
            assert question.findtext("category/text", "").startswith("$course$/")
            continue
        for answer in question.iter("answer"):
            fraction = answer.get("fraction")
            if kind in ("multichoice", "numerical") and (fraction or "").removeprefix("-") not in GRADES:
                raise Refused(f"{fraction} is no grade of Moodle's: it skips the question and reports success")
        if kind == "ordering" and question.findtext("shownumcorrect") != "1":
            raise Refused("ordering without <shownumcorrect>1: Moodle aborts the whole file")
        if kind in ("multichoice", "numerical"):
            best = max(float(one.get("fraction", "0")) for one in question.iter("answer"))
            if kind == "numerical" or question.findtext("single") == "true":
                assert best == 100
        for element in question.iter("text"):
            raw = ET.tostring(element, encoding="unicode")
            assert "<p>" not in raw  # HTML stands there as text, never as tags
        found.append(question)
    # Spaces between entities vanish where HTML is not in CDATA.
    outside = re.sub(rb"<!\[CDATA\[.*?\]\]>", b"", content, flags=re.DOTALL)
    if b"&" in outside:
        raise Refused("a sign is escaped outside CDATA: Moodle loses the spaces around it")
    return found


# ---------------------------------------------------------------------------------------------------- GIFT

_MARKS = {"\\:": "058", "\\#": "035", "\\=": "061", "\\{": "123", "\\}": "125", "\\~": "126", "\\n": "010"}
_WEIGHT = re.compile(r"%-*([0-9]{1,2})\.?([0-9]*)%")


@dataclass
class Gift:
    """One question as Moodle's GIFT importer understands it."""

    id: str
    name: str
    kind: str
    asked: str
    after: str
    answers: list[tuple[float, str, str]] = field(default_factory=list)  # weight, text, feedback
    pairs: list[tuple[str, str]] = field(default_factory=list)
    single: bool = True


def _hidden(text: str) -> str:
    text = text.replace("\\\\", "&&092;")
    for sign, number in _MARKS.items():
        text = text.replace(sign, f"&&{number};")
    return text.replace("&&092;", "\\")


def _shown(text: str) -> str:
    for sign, number in _MARKS.items():
        text = text.replace(f"&&{number};", "\n" if sign == "\\n" else sign[1])
    return text.strip()


def _formatted(text: str) -> str:
    text = text.strip()
    if not text.startswith("[html]"):
        raise Refused(f"no [html] before {text[:40]!r}")
    return _shown(text.removeprefix("[html]"))


def gift_questions(content: bytes) -> list[Gift]:
    """Return the questions of a GIFT file, read step by step as Moodle's importer does."""
    found = []
    for block in re.split(r"\n[ \t]*\n", content.decode().strip()):
        lines = block.split("\n")
        comments = [one for one in lines if one.strip().startswith("//")]
        text = _hidden("\n".join(" " if one.strip().startswith("//") else one for one in lines).strip())
        if text.startswith("$CATEGORY:"):
            continue
        named = re.search(r"\[id:([^\]]+)\]", "\n".join(comments))
        if not text.startswith("::"):
            raise Refused("no name")
        name, _, text = text[2:].partition("::")
        start, end = text.find("{"), text.find("}")
        if start < 0 or end < start or text[end + 1 :].strip():
            raise Refused(f"braces of {name!r}")
        asked, body = text[:start], text[start + 1 : end].strip()
        body, mark, after = body.rpartition("####")
        one = Gift(named[1] if named else "", _shown(name), "", _formatted(asked), _formatted(after) if mark else "")
        _answers(one, body.strip())
        found.append(one)
    return found


def _answers(one: Gift, body: str) -> None:
    if not body:
        one.kind = "essay"
    elif body[0] == "#":
        one.kind = "numerical"
        _weighed(one, body[1:].split("="), 1.0, number=True)
    elif "~" in body:
        one.kind = "multichoice"
        one.single = "=" in body
        _weighed(one, body.replace("=", "~=").split("~"), 0.0)
    elif "->" in body:
        one.kind = "match"
        for part in body.split("=")[1:]:
            left, _, right = part.partition("->")
            one.pairs.append((_formatted(left) if left.strip() else "", _shown(right)))
    else:
        raise Refused(f"no kind: {body[:60]}")


def _weighed(one: Gift, parts: list[str], default: float, number: bool = False) -> None:
    for part in (part.strip() for part in parts if part.strip()):
        weight, rest = default, part
        if part[0] == "=":
            weight, rest = 1.0, part[1:]
        elif found := _WEIGHT.match(part):
            weight, rest = float(found[0].strip("%")) / 100, part[found.end() :]
        answer, _, feedback = rest.partition("#")
        text = answer.strip() if number else _formatted(answer)  # %-100.00000% would be words here, without [html]
        one.answers.append((weight, text, _formatted(feedback) if feedback else ""))


# ---------------------------------------------------------------------------------------------------- QTI 2.1


def qti21_item(item) -> ET.Element:
    """Return an item as it is read back."""
    return ET.fromstring(to_bytes(item))


def qti21_score(root: ET.Element, response) -> float:
    """Mark an answer by an item's own rules: those that the exports use and no others.

    response : a set of keys, a list in order, or a number
    """
    scope = {"RESPONSE": response}
    for rule in root.find(f"{QTI}responseProcessing"):
        _run(rule, root, scope)
    return float(scope["SCORE"]) if "SCORE" in scope else 0.0


def _name(element: ET.Element) -> str:
    return element.tag.removeprefix(QTI)


def _run(rule: ET.Element, root: ET.Element, scope: dict) -> None:
    if _name(rule) == "setOutcomeValue":
        scope[rule.get("identifier")] = _value(rule[0], root, scope)
        return
    assert _name(rule) == "responseCondition"
    for branch in rule:
        if _name(branch) == "responseElse":
            parts = list(branch)
        elif _value(branch[0], root, scope):
            parts = list(branch)[1:]
        else:
            continue
        for part in parts:
            _run(part, root, scope)
        return


def _value(one: ET.Element, root: ET.Element, scope: dict):
    name = _name(one)
    inner = [_value(child, root, scope) for child in one] if name in ("gte", "gt", "lte", "and", "match") else []
    if name == "variable":
        return scope.get(one.get("identifier"), 0.0)
    if name == "baseValue":
        return one.text if one.get("baseType") == "identifier" else float(one.text)
    if name == "correct":
        return [value.text for value in root.iterfind(f".//{QTI}correctResponse/{QTI}value")]
    if name == "mapResponse":
        mapping = root.find(f".//{QTI}mapping")
        worth = {entry.get("mapKey"): float(entry.get("mappedValue")) for entry in mapping}
        total = sum(worth.get(key, float(mapping.get("defaultValue"))) for key in scope["RESPONSE"])
        return min(float(mapping.get("upperBound")), max(float(mapping.get("lowerBound")), total))
    if name == "gte":
        return inner[0] >= inner[1]
    if name == "gt":
        return inner[0] > inner[1]
    if name == "lte":
        return inner[0] <= inner[1]
    if name == "and":
        return all(inner)
    assert name == "match", name
    return inner[0] == inner[1]
