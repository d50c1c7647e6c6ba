"""How far codes can be relied on stands beside the numbers of themes, in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.comments.agreeing import ToldAgreement
from analysis.comments.releasing import ReleasedThemes
from analysis.comments.trial import Rates, Trial
from analysis.consultation import render_consultation
from analysis.consultation.relying import IN_SIGHT, UNTRIED, say_reliance
from analysis.consultation.theme_figure import make_themes_figure
from analysis.consultation.voices import tabulate_themes
from tests.support.whole_consultation import Whole

CODES = Rates(precision=0.8, recall=0.86, kappa=0.79)
STANCES = Rates(precision=0.67, recall=0.75, kappa=0.7)
TRIAL = Trial(codebook="c", rules="r", comments=345, codes=CODES, stances=STANCES)
TRIED = (
    "The program was tried on 345 made-up comments, not residents’: of the themes that it gave, a "
    "reader gave 80 in 100 too, and of those that a reader gave, it found 86 in 100; with what is "
    "said of each (a problem, helps already, asked for), these are 67 in 100 and 75 in 100."
)
FEW = Rates(precision=0.9, recall=1.0, kappa=0.9)
NONE = Rates(precision=None, recall=None, kappa=None)


@pytest.fixture
def themes(whole: Whole) -> ReleasedThemes:
    assert whole.consulted.themes is not None
    return replace(whole.consulted.themes, trial=TRIAL, agreement=None)


def test_what_was_measured_is_said_with_what_it_was_measured_on(themes: ReleasedThemes) -> None:
    assert list(say_reliance(themes)) == [TRIED]


def test_of_a_changed_codebook_it_is_said_that_nothing_was_measured(
    themes: ReleasedThemes,
) -> None:
    assert list(say_reliance(replace(themes, trial=None))) == [UNTRIED]
    assert "not measured with this codebook" in UNTRIED


@pytest.mark.parametrize("synthetic", [True, False], ids=["made up", "real"])
@pytest.mark.parametrize(
    ("agreement", "said"),
    [
        pytest.param(
            ToldAgreement(False, 1, FEW, FEW, 0.9),
            "of the themes that it gave, {who} gave 9 in 10 too, and of those that {who} gave, it "
            "found 10 in 10; with what is said of each (a problem, helps already, asked for), "
            f"these are 9 in 10 and 10 in 10. {IN_SIGHT}",
            id="few, in sight",
        ),
        pytest.param(
            ToldAgreement(True, 2, CODES, NONE, None),
            "of the themes that it gave, {who} gave 80 in 100 too, and of those that {who} gave, "
            "it found 86 in 100.",
            id="many, blind",
        ),
    ],
)
def test_agreement_with_the_analysts_of_the_round_stands_beside_it(
    themes: ReleasedThemes, agreement: ToldAgreement, said: str, *, synthetic: bool
) -> None:
    told = list(say_reliance(replace(themes, agreement=agreement, synthetic=synthetic)))
    who = "the made-up analyst" if synthetic else "the analyst"
    assert told == [TRIED, f"On comments of this round: {said.format(who=who)}"]


def test_it_stands_wherever_the_numbers_do(whole: Whole, themes: ReleasedThemes) -> None:
    consulted = replace(whole.consulted, themes=themes)
    figure = make_themes_figure(consulted)
    assert figure is not None
    assert TRIED in figure.alt
    assert TRIED in figure.notes
    assert TRIED in tabulate_themes(themes).notes
    assert TRIED in render_consultation(consulted)
