from __future__ import annotations

import pytest

from tests.support.reading import count_syllables, grade


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        pytest.param(["The cat sat on the mat."], -1.45, id="six words of one syllable"),
        pytest.param(["The cat sat.", "On the mat."], -2.62, id="in two sentences"),
        pytest.param(["The cat sat. On the mat."], -2.62, id="or in one text"),
        pytest.param(["The cat sat", "On the mat"], -2.62, id="a text is a sentence at least"),
        # 13 words with 24 syllables, as in the reading ease of 37.5 that is published for it
        pytest.param(
            ["The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."],
            0.39 * 13 + 11.8 * 24 / 13 - 15.59,
            id="long words",
        ),
    ],
)
def test_the_grade_is_that_of_the_formula(sentences: list[str], expected: float) -> None:
    assert grade(sentences) == pytest.approx(expected, abs=0.005)


def test_nothing_to_read_has_no_grade() -> None:
    with pytest.raises(ValueError, match="no word"):
        grade(["1 2 3", ""])


@pytest.mark.parametrize(
    ("words", "syllables"),
    [
        ("you cat safe phone takes stopped street bikes bus aged you're", 1),
        ("outside people police someone worried college followed shouted table quiet being", 2),
        ("area together idea harassment resident officer", 3),
    ],
)
def test_syllables_of_common_words(words: str, syllables: int) -> None:
    counted = {word: count_syllables(word) for word in words.split()}
    assert counted == dict.fromkeys(words.split(), syllables)
