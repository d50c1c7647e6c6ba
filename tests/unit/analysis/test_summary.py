from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.disclosure import Internal, Released
from analysis.plan import Fit, Plan, Target
from analysis.rows import ArmShown, Results
from analysis.summary import (
    CAPTION_LIMIT,
    describe_results,
    describe_results_picture,
    list_headlines,
)
from tests.support.plans import make_measure, make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import find, measure

TARGET = Target(
    text="10% increase", source="plan", domain="women", increase=0.1, fit=Fit.EXACT, fit_reason="x"
)


def targeted() -> Plan:
    return make_plan(measures=(make_measure(target=TARGET),), deadline=date(2028, 3, 31))


def change(released: Released, **changes: Any) -> Results:
    return replace(released.results, **changes)


def test_a_measure_stands_for_everybody_and_for_its_targets_domain(tmp_path: Path) -> None:
    (headline,) = list_headlines(release(measure(tmp_path, targeted(), (70, 42))))
    assert [row.domain for row in headline.rows] == ["all", "women"]
    plan = make_plan(measures=(make_measure(), make_measure(name="other", companion=True)))
    (headline,) = list_headlines(release(measure(tmp_path / "b", plan, (70, 42))))
    assert [row.domain for row in headline.rows] == ["all"]


def test_a_short_message_has_shares_bases_and_change(tmp_path: Path) -> None:
    found = release(measure(tmp_path, targeted(), (100, 20), (40, 80)))
    assert describe_results(found, title="Autumn survey") == (
        "Results: Autumn survey\n"
        "About 240 people answered.\n"
        "\n"
        "Safe after dark: 67 %, clearly up from 42 %; Women: 83 %, clearly up from 33 %\n"
        "\n"
        "Each figure rests on about 120 to 240 answers.\n"
        "No other figure has clearly changed.\n"
        "People who chose to take part."
    )


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ((), "There is no earlier round to compare with."),
        (((60, 60),), "No figure has clearly changed since the round it is compared with."),
    ],
)
def test_what_cannot_be_seen_to_change_is_said(
    tmp_path: Path, before: tuple[tuple[int, int], ...], said: str
) -> None:
    found = release(measure(tmp_path, make_plan(), (62, 60), *before))
    message = describe_results(found)
    assert said in message
    assert "clearly up" not in message
    assert "no clear change from" not in message  # said once for all of them


def test_too_few_answers_are_a_result(tmp_path: Path) -> None:
    found = release(measure(tmp_path, targeted(), (8, 8)))
    assert "Women: too few answers to show" in describe_results(found)
    assert "Women: too few answers to show." in describe_results_picture(found)


def test_what_is_withheld_is_in_neither(tmp_path: Path) -> None:
    found = release(measure(tmp_path, targeted(), (60, 1)))
    for said in (describe_results(found), describe_results_picture(found)):
        assert "Women: not shown, to protect people" in said
        assert "98 %" not in said


@pytest.mark.parametrize("synthetic", [False, True])
def test_made_up_answers_are_marked_first(tmp_path: Path, synthetic: bool) -> None:
    results = replace(measure(tmp_path, make_plan(), (70, 42)), synthetic=synthetic)
    for said in (describe_results(release(results)), describe_results_picture(release(results))):
        assert said.startswith("SYNTHETIC") is synthetic


@pytest.mark.parametrize("limit", [CAPTION_LIMIT, 400, 250, 60, 20])
@pytest.mark.parametrize("count", [1, 12, 40])
def test_no_message_is_longer_than_asked_and_what_is_left_out_is_counted(
    tmp_path: Path, count: int, limit: int
) -> None:
    measures = tuple(
        make_measure(name=f"m{number}", label=f"Agree with the statement number {number}")
        for number in range(count)
    )
    found = release(measure(tmp_path, make_plan(measures=measures), (70, 42)))
    message = describe_results(found, limit=limit)
    assert len(message) <= limit
    shown = message.count("Agree with")
    if limit >= 250:
        more = f"{count - shown} more figures are in the picture."
        assert (more in message) is (shown < count)


def test_groups_are_left_out_before_measures(tmp_path: Path) -> None:
    measures = tuple(
        make_measure(name=f"m{number}", label=f"Measure {number}", target=TARGET)
        for number in range(8)
    )
    found = release(measure(tmp_path, make_plan(measures=measures), (70, 42)))
    message = describe_results(found, limit=380)
    assert message.count("Measure") == 8
    assert 0 < message.count("Women") < 8


def test_the_text_alternative_has_every_figure_with_interval_and_base(tmp_path: Path) -> None:
    said = describe_results_picture(release(measure(tmp_path, targeted(), (70, 42), (63, 44))))
    assert "Safe after dark. All: 56 %, 49 to 62 %, about 230 answers" in said
    assert "Safe after dark. Women: 62 %, 53 to 71 %, about 110 answers" in said
    assert "People who chose to take part. Not weighted. Intervals assume that chance alone" in said
    assert "Weighting: none." in said


def test_a_break_in_the_series_is_told_with_its_reason(tmp_path: Path) -> None:
    results = measure(tmp_path, make_plan(), (70, 42))
    note = "break in series since round now: the scale was changed."
    broken = release(replace(results, rows=tuple(replace(r, notes=(note,)) for r in results.rows)))
    assert note.capitalize() in describe_results_picture(broken)
    assert "Safe after dark: 56 % (break in series)" in describe_results(broken)


def test_answers_that_stand_apart_are_told(tmp_path: Path) -> None:
    results = measure(tmp_path, make_plan(), (70, 42))
    arm = ArmShown("mode", "assisted", ("open",), ("assisted",), 43, "Who.", "none")
    method = replace(results.method, arms=(*results.method.arms, arm))
    found = release(replace(results, method=method))
    for said in (describe_results(found), describe_results_picture(found)):
        assert "Counted apart, and in none of these figures: 45 answers" in said
        assert "taken by an interviewer" in said


@pytest.mark.parametrize("describe", [describe_results, describe_results_picture])
@pytest.mark.parametrize("kind", [Internal, lambda results: results], ids=["internal", "results"])
def test_only_released_results_are_described(tmp_path: Path, kind: Any, describe: Any) -> None:
    with pytest.raises(TypeError, match="released"):
        describe(kind(measure(tmp_path, make_plan(), (70, 42))))


LOW = (
    "Low reliability: few answers stand behind the figure, some count for many others, or a group "
    "has nobody. It can be far off."
)


def test_a_figure_of_low_reliability_is_never_told_without_saying_so(tmp_path: Path) -> None:
    few = release(measure(tmp_path / "few", targeted(), (25, 15)))
    assert find(few.results, "women").cautions
    assert not find(few.results, "all").cautions
    message, picture = describe_results(few), describe_results_picture(few)
    assert "Women: 62 %, low reliability" in message
    assert "Women: 62 %, low reliability, " in picture
    assert LOW in message.splitlines()
    why = "Low reliability. Fewer than 100 answers: the figure can be far off."
    assert why in picture.splitlines()


def test_reliable_figures_say_nothing_of_it(tmp_path: Path) -> None:
    enough = release(measure(tmp_path, targeted(), (70, 42)))
    for said in (describe_results(enough), describe_results_picture(enough)):
        assert "low reliability" not in said.casefold()
