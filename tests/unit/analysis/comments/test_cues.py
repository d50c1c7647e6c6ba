"""Cues are met where an analyst would expect them and nowhere else."""

from __future__ import annotations

import pytest

from analysis.comments.cues import CueError, CueIndex, read_cue
from analysis.comments.words import split_sentences

LISTS = {"women": ("woman", "girl*")}


def meets(cue: str, text: str) -> bool:
    index = CueIndex([(read_cue(cue, LISTS), None)])
    return any(any(index.find(words)) for words in split_sentences(text))


@pytest.mark.parametrize(
    ("cue", "text", "met"),
    [
        pytest.param("light", "a light", True, id="word"),
        pytest.param("light", "lighting", False, id="a word is whole"),
        pytest.param("light*", "lighting", True, id="stem"),
        pytest.param("light*|lamp*", "the lamps", True, id="one or the other"),
        pytest.param("fly-tipping", "Fly tipping", True, id="hyphen"),
        pytest.param("street light*", "street by light", False, id="adjacent"),
        pytest.param("street .. light*", "street with a new light", True, id="short gap"),
        pytest.param("street .. light*", "street with no sort of light", False, id="gap too short"),
        pytest.param("street ... light*", "street with no sort of light", True, id="long gap"),
        pytest.param("street .. light*", "street. Light", False, id="not across a sentence"),
        pytest.param("street .. light*", "street, light", True, id="a gap may cross a comma"),
        pytest.param("street light*", "street, light", False, id="no gap, no comma"),
        pytest.param("<women> alone", "girls alone", True, id="list"),
        pytest.param("a .. b .. c", "a x b y y c", True, id="two gaps"),
        pytest.param("don't feel", "I do not feel", True, id="contraction in a cue"),
    ],
)
def test_a_cue_is_met(cue: str, text: str, met: bool) -> None:
    assert meets(cue, text) is met


def test_the_words_of_a_cue_are_told() -> None:
    index = CueIndex([(read_cue("no .. police", {}), "mine")])
    (met,) = index.find(("there", "is", "no", "more", "police"))
    assert (met.start, met.end, met.owner) == (2, 5, "mine")


@pytest.mark.parametrize(
    ("cue", "problem"),
    [
        ("<men> alone", "no list of words named men"),
        ("", "has no words"),
        (".. light", "begins or ends with a gap"),
        ("light ..", "begins or ends with a gap"),
        ("l*", "shorter than 2 letters"),
        ("light|don't", "is not one word"),
        ("!!", "is not one word"),
    ],
)
def test_a_cue_that_cannot_be_read_says_why(cue: str, problem: str) -> None:
    with pytest.raises(CueError, match=problem):
        read_cue(cue, LISTS)
