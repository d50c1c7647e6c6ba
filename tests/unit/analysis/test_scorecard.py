from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.change import Verdict
from analysis.plan import Fit, Plan
from analysis.rows import Row
from analysis.scorecard import build_scorecard
from analysis.shown import Status, TargetRow
from tests.support.plans import make_measure, make_plan
from tests.support.results import SAFE, make_row
from tests.support.results import TARGET as SHOWN
from tests.unit.analysis.test_targets import TARGET

MET, ON_TRACK, NOT_SHOWN = Verdict.MET, Verdict.ON_TRACK, Verdict.NOT_SHOWN
NOT_MET, TOO_FEW, NO_BASELINE = Verdict.NOT_MET, Verdict.TOO_FEW, Verdict.NO_BASELINE


def make_two(**changes: Any) -> Plan:
    """A plan in which one target has two measures."""
    target = TARGET.model_copy(update=changes)
    trust = make_measure(name="trust", label="Trust", target=target)
    job = target.model_copy(update={"fit": Fit.PROXY})
    return make_plan(measures=(trust, make_measure(name="job", label="Good job", target=job)))


def row(measure: str, verdict: Verdict | None, **changes: Any) -> Row:
    """The headline of women, with the same verdict on both readings."""
    target = replace(SHOWN, note="", verdict_relative=verdict, verdict_points=verdict)
    made = replace(make_row(SAFE, "women"), measure=measure, target=replace(target, **changes))
    return replace(made, measure_label=measure)


def score(first: Verdict | None, second: Verdict | None, **changes: Any) -> TargetRow:
    rows = (row("trust", first, **changes), row("job", second, fit=Fit.PROXY, **changes))
    (only,) = build_scorecard(make_two(), rows)
    return only


@pytest.mark.parametrize(
    ("first", "second", "worse"),
    [
        (MET, MET, MET),
        (MET, ON_TRACK, ON_TRACK),
        (ON_TRACK, NOT_SHOWN, NOT_SHOWN),
        (NO_BASELINE, NOT_SHOWN, NO_BASELINE),
        (NO_BASELINE, TOO_FEW, TOO_FEW),
        (TOO_FEW, NOT_MET, NOT_MET),
        (MET, NOT_MET, NOT_MET),
        (MET, None, None),
        (None, NOT_MET, NOT_MET),
    ],
    ids=[
        "both met",
        "on track",
        "not shown",
        "no baseline",
        "too few",
        "not met",
        "met and not met",
        "one withheld",
        "one withheld, the other short",
    ],
)
def test_the_worse_of_two_measures_decides(
    first: Verdict | None, second: Verdict | None, worse: Verdict | None
) -> None:
    for one in (score(first, second), score(second, first)):
        assert (one.verdict_relative, one.verdict_points) == (worse, worse)


def test_one_target_is_one_row_with_the_loosest_fit() -> None:
    one = score(MET, ON_TRACK)
    assert one.measures == ("trust", "job")
    assert one.measure_labels == ("Trust", "Good job")
    assert one.fit is Fit.PROXY


def test_each_measure_of_a_target_is_told() -> None:
    assert score(MET, ON_TRACK).note == (
        "The worse of 2 measures decides. Trust: met; Good job: on track."
    )


def test_the_readings_are_judged_by_themselves() -> None:
    first = row("trust", MET, verdict_points=NOT_SHOWN)
    (one,) = build_scorecard(make_two(), (first, row("job", MET)))
    assert (one.verdict_relative, one.verdict_points) == (MET, NOT_SHOWN)
    assert one.status.startswith(
        "Met read as a relative increase, not shown read as percentage points; indicative: "
    )


@pytest.mark.parametrize(
    ("verdict", "indicative", "words"),
    [
        (MET, False, "Met"),
        (
            ON_TRACK,
            True,
            (
                "On track; indicative: people chose to take part, and the partnership has not "
                "decided to take verdicts from such a sample"
            ),
        ),
        (
            TOO_FEW,
            True,
            (
                "Too few answers: a verdict needs at least 100 answers in this round and in its "
                "baseline"
            ),
        ),
        (
            NO_BASELINE,
            True,
            "No baseline yet: no earlier round of the series has a figure to compare with",
        ),
        (None, True, "No verdict: a figure is withheld to protect people"),
    ],
    ids=["sampled", "indicative", "too few", "no baseline", "withheld"],
)
def test_the_status_in_words(verdict: Verdict | None, indicative: bool, words: str) -> None:
    assert score(verdict, verdict, indicative=indicative).status == words


def test_a_target_without_a_number_says_why_it_has_no_verdict() -> None:
    plan = make_two(increase=None)
    rows = (row("trust", None, note="No number."), row("job", None, note="No number."))
    (one,) = build_scorecard(plan, rows)
    assert one.note == ""
    assert one.status == "No verdict: the plan sets no number that a survey can test"


def test_a_group_that_is_not_agreed_has_no_verdict() -> None:
    domains = [one.model_copy(update={"agreed": False}) for one in make_two().domains]
    plan = make_two().model_copy(update={"domains": tuple(domains)})
    (one,) = build_scorecard(plan, (row("trust", None), row("job", None)))
    assert one.status == "No verdict: the partnership has not agreed who is in this group"


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.TOO_FEW])
@pytest.mark.parametrize(
    ("inside", "public"), [(NO_BASELINE, None), (ON_TRACK, None), (TOO_FEW, TOO_FEW)]
)
def test_of_a_withheld_figure_only_too_few_is_told(
    status: Status, inside: Verdict, public: Verdict | None
) -> None:
    hidden = replace(row("trust", inside), status=status)
    (one,) = build_scorecard(make_two(), (hidden, row("job", MET)))
    assert one.verdict_relative is public


def test_cautions_and_notes_of_the_figures_stand_in_the_note_once() -> None:
    rows = [
        replace(row(name, MET, note="A note."), cautions=("The effective base is under 100.",))
        for name in ("trust", "job")
    ]
    (one,) = build_scorecard(make_two(), rows)
    assert one.note.endswith("A note. The effective base is under 100.")
    assert one.note.count("A note.") == 1


def test_targets_stand_in_the_order_of_the_plan_and_only_for_their_domain() -> None:
    other = TARGET.model_copy(update={"text": "5% increase", "domain": "all"})
    plan = make_plan(
        measures=(
            make_measure(name="a", target=TARGET),
            make_measure(name="b", target=other),
            make_measure(name="c"),
        )
    )
    everybody = replace(row("b", MET), domain="all")
    found = build_scorecard(plan, (everybody, row("a", MET), replace(row("c", MET), target=None)))
    assert [(one.text, one.domain) for one in found] == [
        ("10% increase", "women"),
        ("5% increase", "all"),
    ]
