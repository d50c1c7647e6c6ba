"""What is said of groups: that they differ, that one cannot be shown, that none is clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analysis.consultation import Consulted, render_consultation
from analysis.consultation.differing import NO_PROOF, NOBODY, NOTHING, list_differences
from analysis.consultation.opening import open_consultation
from analysis.equality import GroupHeard, GroupingHeard, Said
from tests.support.pages import Page
from tests.support.released import release
from tests.support.whole_consultation import Whole

CANNOT = "Something clearly differs that cannot be shown, to protect people: Made up: 0."

GROUPS = {
    Said.TOO_FEW: GroupHeard("", "", 9, "few", 0, Said.TOO_FEW),
    Said.UNTOLD: GroupHeard("", "", 148, "protects", 5, Said.NOTHING_CLEAR),
    Said.NOTHING_CLEAR: GroupHeard("", "", 40, "", 5, Said.NOTHING_CLEAR),
    Said.WITHHELD: GroupHeard("", "", 40, "", 5, Said.DIFFERS),
}
"""A group, before it passes the gate, of which the gate lets this be said."""


def hear(whole: Whole, said: Sequence[Said], *others: GroupingHeard) -> Consulted:
    """The consultation with one made-up characteristic, of whose groups this is said."""
    results = whole.released.results
    assert results.equality is not None
    levels = (
        replace(GROUPS[one], code=str(number), label=str(number)) for number, one in enumerate(said)
    )
    grouping = GroupingHeard("made_up", "Made up", None, False, tuple(levels))
    equality = replace(results.equality, groupings=(grouping, *others))
    return replace(whole.consulted, released=release(replace(results, equality=equality)))


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        pytest.param([Said.TOO_FEW, Said.TOO_FEW], NOBODY, id="too few of each"),
        pytest.param([Said.TOO_FEW, Said.UNTOLD], NOBODY, id="too few, or untold"),
        pytest.param([Said.UNTOLD, Said.NOTHING_CLEAR], NOTHING, id="nothing clear of one"),
        pytest.param([Said.WITHHELD, Said.NOTHING_CLEAR], CANNOT, id="one cannot be shown"),
        pytest.param([Said.WITHHELD, Said.TOO_FEW], CANNOT, id="of no other can anything be said"),
    ],
)
def test_without_a_difference_that_may_be_shown_it_is_said_what_is_known_and_no_more(
    whole: Whole, heard: Sequence[Said], said: str
) -> None:
    consulted = hear(whole, heard)
    assert open_consultation(consulted).groups == (said, NO_PROOF)
    text = Page(render_consultation(consulted)).text
    for one in (NOBODY, NOTHING, CANNOT):
        # in the summary and in the section
        assert text.count(one) == (2 if one == said else 0), one
    assert "Each group was compared" not in text


def test_beside_differences_that_are_shown_it_is_said_that_another_cannot_be(whole: Whole) -> None:
    results = whole.released.results
    assert results.equality is not None
    differing = list_differences(hear(whole, [Said.WITHHELD], *results.equality.groupings))
    assert differing is not None
    assert differing.said == (*differing.found, CANNOT, NO_PROOF)
    assert len(differing.found) > 1


def test_where_differences_are_shown_nothing_is_said_of_none_being_clear(whole: Whole) -> None:
    differing = list_differences(whole.consulted)
    assert differing is not None
    assert differing.found
    assert open_consultation(whole.consulted).groups == (*differing.found, NO_PROOF)
