"""The second edition: what may stand in it, the document it becomes, and the card; friendly and hostile texts."""

import json
import re
from html.parser import HTMLParser

import ipywidgets
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import helpers
from helpers.editions.document import as_html, as_markdown, edition, pieces, plain
from helpers.editions.footnotes import footnote
from helpers.editions.revisions import LONGEST_TEXT, MOST_NOTES, ready, revisions, understand
from helpers.editions.widget import EditionWidget
from helpers.essay import essay
from helpers.exercises import tray
from helpers.exercises.answers import Record, SaveError
from helpers.exercises.marking import AnswerError
from helpers.exercises.record_line import Attempt

NEW = {
    "text": "The town's tower was finished on 1 June 1921.",
    "notes": ["tower-1921", "letter-book"],
    "reason": "A date.",
}
BAD = '1. <script>alert("x")</script> **b** [l](http://x) $5^2$ & `c` _u_ # h | t ~s~ \\ {r}`z`'
VOID = {"meta", "br", "hr", "img", "link", "input"}


def wrote(sentence, answer, at="2026-11-24T10:00:00Z"):
    return Attempt(f"edition/{sentence}", answer, at=at)


class Tree(HTMLParser):
    """Reads a page strictly: every tag that opens is closed, in order."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.hrefs, self.tags, self.text = [], [], [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        found = dict(attrs)
        assert len(found) == len(attrs), "an attribute stands twice"
        assert not any(name.startswith("on") for name in found)
        self.ids += [found["id"]] if "id" in found else []
        self.hrefs += [found[name] for name in ("href", "src") if name in found]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)


def test_the_last_wording_counts_and_the_essay_can_come_back():
    first, second = wrote("p01.s1", {**NEW, "text": "One."}), wrote("p01.s1", {**NEW, "text": "Two."})
    found = revisions([first, second, Attempt("ledger/k1", NEW), wrote("p01.s2", "no"), wrote("p01.s3", {"text": 7})])
    assert [(one.sentence, one.text, one.versions) for one in found.values()] == [("p01.s1", "Two.", 2)]
    assert revisions([first, wrote("p01.s1", {"back": True})]) == {}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("text", "Write your sentence first."),
        ({**NEW, "text": " \n "}, "Write your sentence first."),
        ({**NEW, "text": "The town built  a tower for the bell.\n"}, "the essay's own sentence still"),
        ({**NEW, "text": "x" * (LONGEST_TEXT + 1)}, "Shorten it to 800"),
        ({**NEW, "notes": []}, "at least one footnote"),
        ({**NEW, "notes": ["p01.s1"]}, "cannot be a footnote"),
        ({**NEW, "notes": ["k1"]}, "cannot be a footnote"),
        ({**NEW, "notes": ["no-such-row"]}, "cannot be a footnote"),
        ({**NEW, "notes": [["tower-1921"]]}, "Pick the footnotes"),
        ({**NEW, "notes": [str(n) for n in range(MOST_NOTES + 1)]}, "Keep the 6 strongest"),
        ({**NEW, "reason": 4}, "Your reason must be text"),
    ],
)
def test_what_may_not_stand_in_it_is_refused_in_a_sentence(answer, told):
    with pytest.raises(AnswerError, match=re.escape(told)):
        ready(answer, essay().sentence("p01.s1").text)


def test_a_sentence_is_one_line_without_signs_that_steer():
    made = understand({"text": "One\nline\x00 \u202edesrever\uffff", "notes": ["a", "a"]})
    assert made == {"text": "One line desrever", "notes": ["a"], "reason": ""}


def test_a_footnote_says_who_what_where_when_and_how_far_it_was_read():
    (work,) = footnote("walter-tower").works
    assert (work.author, work.title, work.publisher, work.date) == (
        "E. Walter",
        "A tower and its town",
        "Valley Press",
        "1960",
    )
    assert work.read == "read"
    event = footnote("letter-1923")
    assert event.lead == (
        "The council complains of the bell, May 1923. Disputed: Two historians differ on who wrote the letter."
    )
    assert [one.read for one in event.works] == ["from memory"]
    assert footnote("d2").works[0].publisher == "Town archive"
    assert footnote("w1").works[0].date == "1960"
    assert footnote("gone").lead == "gone (not in the tables any more)"


def test_the_document_holds_all_that_is_handed_in(kept):
    kept.append(Attempt("ledger/k1", {"verdict": "contested", "evidence": ["tower-1921"], "note": ""}, "sure"))
    kept.append(wrote("p01.s1", NEW))
    kept.append(wrote("p02.s2", {**NEW, "text": "Some forgave it.", "notes": ["letter-book", "feast-1930"]}))
    made = edition(kept.read().attempts)
    assert [one.id for one in made.paragraphs] == ["p01", "p02"]
    assert [note.id for note in made.notes] == ["tower-1921", "letter-book", "feast-1930"]
    text = as_markdown(made)
    assert "**The town's tower was finished on 1 June 1921.**[^1][^2] Its bell was the loudest" in text
    assert "**Some forgave it.**[^2][^3]" in text
    assert "[^1]: The clock tower is finished, 1 June 1921. After: The council: “Accounts of the council”, " in text
    assert "Town archive, 1921 (read)." in text
    assert "- First edition: The town built a tower for the bell." in text
    assert "- My verdicts: k1: Contested" in text
    assert "25 words in the first edition, 26 in this" in text
    assert re.search(r"^Name: \.+$", text, re.M)
    for number in (1, 2, 3):
        assert re.search(rf"^\[\^{number}\]: \S", text, re.M)
    page = as_html(made)
    tree = Tree(page)
    whole = "".join(tree.text)
    for part in (
        "The town's tower was finished",
        "Accounts of the council",
        "k1: Contested",
        "“Book of letters”, Town archive, 1923 (from memory)",
    ):
        assert part in whole
    assert page.count("<mark>") == 2
    assert "<ins>Some</ins>" in page
    assert page.startswith("<!DOCTYPE html>")
    assert 'lang="en"' in page
    assert 'charset="utf-8"' in page
    assert tree.tags.count("h1") == 1


def test_the_page_asks_no_network_and_all_its_links_lead_somewhere():
    tree = Tree(as_html(edition([wrote("p01.s1", NEW), wrote("p01.s2", {**NEW, "text": "Other."})])))
    assert len(set(tree.ids)) == len(tree.ids)
    inner = [one.removeprefix("#") for one in tree.hrefs if one.startswith("#")]
    assert inner
    assert set(inner) <= set(tree.ids)
    assert not {"script", "link", "img", "iframe"} & set(tree.tags)


def test_nothing_that_a_student_writes_is_read_as_html():
    page = as_html(edition([wrote("p01.s1", {**NEW, "text": BAD, "reason": "</main><img src=x onerror=y>"})]))
    tree = Tree(page)
    assert not {"script", "img", "b"} & set(tree.tags)
    assert BAD in "".join(tree.text)


def test_nothing_that_a_student_writes_is_read_as_markdown():
    text = as_markdown(edition([wrote("p01.s1", {**NEW, "text": BAD, "reason": "# no heading\n\n- no list"})]))
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    inside = [child for token in tokens for child in token.children or []]
    assert not [one for one in (*tokens, *inside) if one.type in ("html_block", "html_inline", "code_inline", "s_open")]
    assert not [one for one in inside if one.type == "link_open"]
    assert BAD in "".join(one.content for one in inside if one.type == "text")
    assert sum(one.type == "heading_open" for one in tokens) == 5


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
@example("1. a")
@example("- a")
@example("+ 2) a")
@example("http://a.b <c@d.e> &amp; --- a")
def test_any_line_reads_the_same_in_markdown(words):
    line = " ".join("".join(one for one in words if one.isprintable()).split())
    for shown in (f"{plain(line)}", f"x **a{plain(line)}b**"):
        tokens = MarkdownIt("commonmark").parse(shown)
        assert [one.type for one in tokens] == (["paragraph_open", "inline", "paragraph_close"] if shown else [])
        read = "".join(one.content for token in tokens for one in token.children or [])
        assert read == (line if shown == plain(line) else f"x a{line}b")


def test_word_by_word_gives_both_wordings_back():
    before, after = "It was made impossible by them.", "By 2001 it was less likely."
    found = pieces(before, after)
    assert " ".join(text for what, text in found if what != "in") == before
    assert " ".join(text for what, text in found if what != "out") == after


def test_without_a_new_sentence_it_says_what_to_do(kept):
    with pytest.raises(ValueError, match="Nothing is rewritten yet"):
        helpers.edition_text()
    with pytest.raises(ValueError, match="no edition as 'pdf'"):
        helpers.edition_text("pdf")
    with pytest.raises(ValueError, match="no passage 'p9'"):
        helpers.edition_text("html", "p9")
    kept.append(wrote("p01.s1", NEW))
    assert "1 June 1921" in helpers.edition_text()
    assert "p02" in helpers.edition_text("html", "p01", "p02")
    with pytest.raises(ValueError, match="Nothing is rewritten yet"):
        helpers.edition_text("html", "p02")


# -------------------------------------------------------------------------------------------------- the card


def card(kept, *names):
    return EditionWidget([essay().passage(name) for name in names or ("p01", "p02")], kept)


def test_sentences_that_are_judged_come_first_and_the_editors_never(kept, monkeypatch):
    sent = []
    monkeypatch.setattr(ipywidgets.Widget, "_send", lambda self, msg, buffers=None: sent.append(str(msg)))
    kept.append(Attempt("ledger/k7", {"verdict": "contested", "evidence": ["tower-1921"], "note": "Mine."}, "sure"))
    one = card(kept)
    first, rest = one.static["groups"]
    assert [row["id"] for row in first["sentences"]] == ["p02.s1", "p02.s2"]
    assert [row["id"] for row in rest["sentences"]] == ["p01.s1", "p01.s2", "p01.s3"]
    assert one.state["judged"] == {"k7": {"verdict": "contested", "note": "Mine."}}
    one.commit("p01.s1", NEW)
    told = json.dumps([one.static, one.state, sent, one._print()])
    assert not re.search("WHYSECRET|FORSECRET|AGAINSTSECRET|READINGSECRET", told)


def test_a_commit_is_appended_and_a_new_kernel_finds_it(kept):
    one = card(kept)
    one.commit("p01.s1", NEW)
    assert one.state["committed"] == "p01.s1"
    assert one.state["saved"]
    one.commit("p01.s1", NEW)
    assert "nothing has changed" in one.state["problem"]
    one.commit("p01.s1", {**NEW, "text": "Another one."})
    one.commit("p03.s1", NEW)
    assert "no sentence 'p03.s1'" in one.state["problem"]
    again = card(Record(kept.folder))
    assert again.state["revised"]["p01.s1"]["text"] == "Another one."
    assert again.state["revised"]["p01.s1"]["versions"] == 2
    again.commit("p01.s1", {"back": True})
    assert again.state["revised"] == {}
    assert len(Record(kept.folder).read().attempts) == 3


def test_what_is_not_committed_survives_a_rerun(kept):
    one = card(kept)
    one.draft = {"open": "p01.s1", "forms": {"p01.s1": {"text": "Half a"}}}
    again = card(kept)
    assert again.draft == {"open": "p01.s1", "forms": {"p01.s1": {"text": "Half a"}}}
    one.draft = {"open": "p01.s1", "forms": {}}
    assert card(kept).draft["forms"] == {}


def test_unsaved_is_said_and_saving_again_helps(kept, monkeypatch):
    one = card(kept)

    def full(line):
        raise OSError(28, "no space")

    monkeypatch.setattr(kept, "_write", full)
    one.commit("p01.s1", NEW)
    assert "NOT saved: the disk is full" in one.state["unsaved"]
    assert one.state["revised"]["p01.s1"]["text"] == NEW["text"]
    monkeypatch.undo()
    one.save_again()
    assert one.state["unsaved"] == ""
    assert one.state["saved"]
    with pytest.raises(SaveError):
        raise SaveError


def test_the_download_is_the_document(kept, monkeypatch):
    sent = []
    one = card(kept)
    monkeypatch.setattr(one, "send", lambda content, buffers=None: sent.append((content, buffers)))
    one._receive(one, {"type": "download", "form": "html"}, None)
    assert "Nothing is rewritten yet" in one.state["problem"]
    one._receive(one, {"type": "download", "form": "pdf"}, None)
    assert "no edition as 'pdf'" in one.state["problem"]
    one.commit("p01.s1", NEW)
    for form, end in (("html", "html"), ("markdown", "md")):
        one._receive(one, {"type": "download", "form": form}, None)
        content, (data,) = sent[-1]
        assert re.fullmatch(rf"second-edition-\d{{4}}-\d\d-\d\d\.{end}", content["name"])
        assert data.decode() == helpers.edition_text(form)


def test_collected_evidence_becomes_a_footnote_of_the_open_sentence(kept):
    one = card(kept)
    assert "Open a sentence" in one.take(["tower-1921"])
    tray.drop("tower-1921")
    one.draft = {"open": "p01.s1", "forms": {}}
    assert one.label == "Second edition, p01.s1"
    assert "sentence p01.s1" in one.take(["tower-1921", "k1"])
    assert one.handed["items"] == ["tower-1921"]
    one.draft = {"open": "p01.s1", "forms": {"p01.s1": {"notes": [str(n) for n in range(MOST_NOTES)]}}}
    assert "6 are the most" in one.take(["tower-1921"])
    tray.withdraw(one)


def test_a_folder_restored_reaches_the_open_card(kept):
    from helpers.ledgers.keep_widget import KeepWidget

    other = Record(kept.folder.parent / "elsewhere")
    other.append(wrote("p01.s1", NEW))
    from helpers.exercises.keeping import export_answers

    one = card(kept)
    KeepWidget(kept).restore(export_answers(other))
    assert one.state["revised"]["p01.s1"]["reason"] == "A date."
