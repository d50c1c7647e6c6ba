from __future__ import annotations

import pytest

from analysis.plan import Fit, Plan, Target
from analysis.plan_loading import load_plan
from analysis.planning import describe_assumptions, describe_sample, name_people, round_up
from tests.support.plans import make_measure, make_plan

TOWER = load_plan("tower-hamlets-2025")


def targeted(increase: float | None) -> Plan:
    target = Target(
        text="more", source="plan", domain="women", increase=increase, fit=Fit.EXACT, fit_reason="x"
    )
    return make_plan(measures=(make_measure(target=target),))


def test_400_answers_are_described_by_domain() -> None:
    lines = describe_sample(TOWER, 400, deff=1.0)
    assert lines[:3] == (
        "With 400 answers you can see a change of 10 points among all residents 16+.",
        (
            "With 400 answers you can see a change of 14 points among women and girls 16+ "
            "(about 200 answers)."
        ),
        (
            'How many of 400 answers are in "Under-represented or over-policed (proposal)" is not '
            "known: no margin of the plan says."
        ),
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (29, "there is no figure on all residents 16+: 30 are needed"),
        (30, "but no verdict on a target: 100 are needed"),
        (99, "but no verdict on a target: 100 are needed"),
        (100, "you can see a change of 24 points"),
        (2000, "With 2,000 answers you can see a change of 6 points"),
    ],
)
def test_few_answers_are_called_few(answers: int, said: str) -> None:
    assert said in describe_sample(TOWER, answers)[0]


def test_what_is_taken_for_granted_is_said() -> None:
    said = " ".join(describe_sample(TOWER, 400, 0.9, 2.0))
    assert "90 times in 100, from 50 %, where a change in points is hardest to see" in said
    assert "100 answers are taken to be worth 50 (design effect 2)" in said
    assert "more answers do not mend that" in said
    assert "from" not in describe_assumptions(None, 0.8, 1.5)[0]


@pytest.mark.parametrize(
    ("rise", "points"), [(0.0985, 10), (0.1, 10), (0.1000001, 11), (0.07 + 1e-15, 7)]
)
def test_a_rise_is_never_told_smaller_than_it_is(rise: float, points: int) -> None:
    assert round_up(rise) == points


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Women and girls", "women and girls"), ("LGBT residents", "LGBT residents")],
)
def test_labels_fit_into_sentences(label: str, inside: str) -> None:
    assert name_people(label) == inside


def test_the_wizard_says_what_showing_each_target_takes() -> None:
    said = "\n".join(describe_sample(targeted(0.1), 400, deff=1.0))
    assert 'To show the target "10 points more" among women met takes 362 answers' in said
    assert "even where it is truly 20 points more (from 50 %)" in said
    assert "To show the target" not in "\n".join(describe_sample(make_plan(), 400))
