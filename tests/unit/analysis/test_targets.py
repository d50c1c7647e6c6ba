from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analysis.change import Verdict, estimate_change
from analysis.plan import Domain, Fit, Plan, Target
from analysis.rows import TargetShown
from analysis.shown import Status
from analysis.targets import Earlier, Standing, describe_verdicts, show_target
from tests.support.plans import make_plan
from tests.unit.analysis.test_change import share

TARGET = Target(
    text="10% increase",
    source="plan, line 1",
    domain="women",
    increase=0.1,
    fit=Fit.PARTIAL,
    fit_reason="asks something near",
)
DEADLINE = date(2028, 3, 31)
WOMEN = Domain(name="women", label="Women", when={"sex": ("female",)})


def stand(
    now: float = 0.55, before: float | None = 0.5, *, error: float = 0.02, **changes: Any
) -> Standing:
    """A round a third of the way from its baseline (2027-03-31) to the deadline."""
    own, earlier = share(now, error), None if before is None else share(before, error)
    content: dict[str, Any] = {
        "share": own,
        "earlier": earlier and Earlier("first", date(2027, 4, 1), 500, earlier),
        "today": date(2027, 7, 31),
        "change": earlier and estimate_change(own, earlier),
        "clear": False,
        "open_sample": True,
    }
    return Standing(**(content | changes))


def show(standing: Standing, target: Target = TARGET, **changes: Any) -> TargetShown:
    plan = make_plan(**({"deadline": DEADLINE} | changes))
    return show_target(target, plan, plan.get_domain("women"), standing)


def test_the_lines_are_where_they_are_when_the_round_ended() -> None:
    # 121 of the 365 days from the baseline to the deadline are over
    shown = show(stand())
    gone = 121 / 365
    assert shown.line_relative == pytest.approx(0.5 + gone * 0.05)
    assert shown.line_points == pytest.approx(0.5 + gone * 0.1)


def test_after_the_deadline_the_lines_are_at_the_target() -> None:
    shown = show(stand(today=date(2029, 1, 1)))
    assert (shown.line_relative, shown.line_points) == (shown.relative_value, shown.points_value)


@pytest.mark.parametrize(
    ("standing", "changes"),
    [(stand(before=None), {}), (stand(), {"deadline": None})],
    ids=["no baseline", "no deadline"],
)
def test_without_either_end_there_is_no_line(standing: Standing, changes: dict[str, Any]) -> None:
    shown = show(standing, **changes)
    assert (shown.line_relative, shown.line_points) == (None, None)


@pytest.mark.parametrize(
    ("now", "verdict"),
    [(0.4, Verdict.NOT_SHOWN), (0.51, Verdict.NOT_SHOWN), (0.9, Verdict.MET)],
    ids=["clearly under", "in between", "reached"],
)
def test_without_a_deadline_no_target_is_missed(now: float, verdict: Verdict) -> None:
    shown = show(stand(now), deadline=None)
    assert (shown.verdict_relative, shown.verdict_points) == (verdict, verdict)


def test_a_reading_over_everybody_has_no_line() -> None:
    shown = show(stand(0.96, 0.95))
    assert (shown.line_relative, shown.line_points) == (None, None)


def test_a_baseline_of_another_series_gives_neither_value_nor_line() -> None:
    standing = stand()
    assert standing.earlier is not None
    broken = replace(standing, earlier=replace(standing.earlier, recorded=True), change=None)
    shown = show(broken)
    assert (shown.relative_value, shown.line_relative) == (None, None)
    assert shown.verdict_relative is Verdict.NO_BASELINE


@pytest.mark.parametrize(
    ("open_sample", "accepted", "indicative"),
    [(True, "", True), (True, "Board of 3 March 2027", False), (False, "", False)],
    ids=["open", "open and accepted", "invited"],
)
def test_a_verdict_is_indicative_until_the_partnership_accepts_an_open_sample(
    open_sample: bool, accepted: str, indicative: bool
) -> None:
    shown = show(stand(open_sample=open_sample), accepted_open_sample=accepted)
    assert shown.indicative is indicative


def test_the_words_of_the_decision_stand_in_the_note() -> None:
    shown = show(stand(), accepted_open_sample="minute 4 of the board of 3 March 2027.")
    assert shown.note == (
        "People chose to take part; the partnership has decided to take verdicts from such a "
        "sample: minute 4 of the board of 3 March 2027."
    )


def test_an_invited_sample_needs_no_decision() -> None:
    assert show(stand(open_sample=False), accepted_open_sample="minute 4").note == ""


def test_another_reading_of_the_deadline_that_changes_the_verdict_is_told() -> None:
    # on both lines today; were the deadline over, the change would have to be shown
    shown = show(stand(0.56), deadline_alternatives=(date(2027, 6, 30), date(2029, 3, 31)))
    assert (shown.verdict_relative, shown.verdict_points) == (Verdict.ON_TRACK, Verdict.ON_TRACK)
    assert shown.note == "With 30 June 2027 as the deadline: not shown."


def test_of_a_withheld_figure_no_deadline_is_judged() -> None:
    standing = stand(0.56, status=Status.SUPPRESSED)
    assert show(standing, deadline_alternatives=(date(2027, 6, 30),)).note == ""


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ((Verdict.MET, Verdict.MET), "met"),
        (
            (Verdict.MET, Verdict.NOT_SHOWN),
            "met read as a relative increase, not shown read as percentage points",
        ),
        ((None, None), "no verdict"),
    ],
    ids=["one", "both", "none"],
)
def test_verdicts_in_words(verdicts: tuple[Verdict | None, Verdict | None], words: str) -> None:
    assert describe_verdicts(verdicts) == words


def test_a_plan_without_alternatives_says_nothing_of_them() -> None:
    plan: Plan = make_plan(deadline=DEADLINE)
    assert show_target(TARGET, plan, WOMEN, stand()).note == ""
