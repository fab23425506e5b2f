"""The essay: parsed by passage and sentence, with nothing lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import course
from helpers.essay import essay, parse_essay, split_sentences


def received() -> str:
    return (course.data_dir() / "essay.txt").read_text(encoding="utf-8")


def test_the_essay_has_exactly_the_words_received():
    assert essay().plain == received().rstrip("\n")
    words = re.findall(r"\S+", (course.data_dir() / "essay.md").read_text(encoding="utf-8"))
    wording = " ".join(words)
    for line in received().splitlines():
        assert line in wording


def test_the_essay_has_fourteen_passages_and_49_sentences():
    parsed = essay()
    assert [passage.id for passage in parsed.passages] == [f"p{n:02d}" for n in range(1, 15)]
    assert [len(passage.sentences) for passage in parsed.passages] == [4, 3, 4, 4, 3, 4, 4, 3, 3, 5, 2, 4, 3, 3]


def test_every_character_of_a_passage_is_accounted_for():
    for passage in essay().passages:
        end = 0
        for number, sentence in enumerate(passage.sentences, start=1):
            assert sentence.id == f"{passage.id}.s{number}"
            assert sentence.text == passage.text[sentence.start : sentence.end]
            assert passage.text[end : sentence.start].strip() == ""
            assert sentence.text[-1] in ".?!"
            end = sentence.end
        assert end == len(passage.text)


def test_headings_and_lookups():
    assert essay().passages[0].heading == ""
    assert essay().passages[1].heading == "The Birth of NATO"
    assert essay().passage("p02").text.startswith("NATO was established in 1949")
    assert essay().sentence("p04.s2").text.startswith("In 1991, he wrote a letter")
    with pytest.raises(ValueError, match="no passage 'p15'"):
        essay().passage("p15")
    with pytest.raises(ValueError, match=r"p04\.s1 to p04\.s4"):
        essay().sentence("p04.s9")


def test_a_quotation_is_found_in_its_sentences_letter_for_letter():
    assert essay().spans("p06", "mutual distrust. Western leaders") == ("p06.s1", "p06.s2")
    assert essay().spans("p01", "Russia’s attempt") == ("p01.s2",)
    assert essay().spans("p01", "Russia's attempt") == ()
    assert essay().spans("p01", "") == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("No end", ["No end"]),
        ("He said “No.” She left!", ["He said “No.”", "She left!"]),
        ("Dr. J. A. Smith of the U.S. Army came. So did Mrs. Lee.",
         ["Dr. J. A. Smith of the U.S. Army came.", "So did Mrs. Lee."]),
        ("It rose by 2.5 per cent. 1991 was worse.", ["It rose by 2.5 per cent.", "1991 was worse."]),
        ("Really?! Yes... perhaps. (So it is.) Good.", ["Really?!", "Yes... perhaps.", "(So it is.)", "Good."]),
        ("See e.g. Article 5, i.e. the core. Éire agreed.", ["See e.g. Article 5, i.e. the core.", "Éire agreed."]),
        ("", []),
        ("   ", []),
    ],
)  # fmt: skip
def test_sentences_are_split_where_a_reader_would(text, sentences):
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(st.text(alphabet=st.sampled_from("aB. ?!”’(1\nÉ"), max_size=60))
def test_splitting_never_loses_a_character(text):
    end = 0
    for start, stop in split_sentences(text):
        assert text[end:start].strip() == ""
        assert start < stop
        end = stop
    assert text[end:].strip() == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Title\n", "found no passage"),
        ("`p01` One.\n\nLoose.\n", "line 3: this paragraph has no passage id"),
        ("`p01` One.\n\n`p03` Three.\n", "line 3: expected passage p02, found p03"),
        ("`p02` One.\n", "line 1: expected passage p01"),
    ],
)
def test_a_badly_laid_out_essay_is_refused_by_line(text, message):
    with pytest.raises(ValueError, match=message):
        parse_essay(text, "essay.md")


def test_an_editors_note_before_the_first_passage_is_not_the_essay():
    parsed = parse_essay("# Title\n\nA note.\n\n`p01` One. Two.\n\n## Head\n\n`p02` Three.\n", "essay.md")
    assert parsed.plain == "One. Two.\nHead\nThree."
    assert parsed.passages[1].heading == "Head"


def test_an_essay_that_is_not_utf8_is_refused_in_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "essay.md").write_bytes(b"`p01` Caf\xe9.\n")
    monkeypatch.setattr(course, "data_dir", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"essay\.md: the file is not saved as UTF-8"):
        essay()
