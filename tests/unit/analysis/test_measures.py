from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analysis.change import Verdict
from analysis.measures import estimate_measures
from analysis.plan import Domain, Fit, Level, Measure, Plan, Target, Weighting
from analysis.published import PublishedFigure
from analysis.rows import Results, Row
from analysis.shown import Status
from surveys.errors import EstimateError, PlanRefused, RoundError
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan

TARGET = Target(
    text="10% increase",
    source="plan",
    domain="women",
    increase=0.1,
    fit=Fit.PARTIAL,
    fit_reason="asks something near",
)


def write_small(
    folder: Path,
    women: tuple[int, int],
    men: tuple[int, int] = (60, 60),
    closes_on: str = "2026-05-31",
) -> Path:
    """Women and men who are (very safe, very unsafe)."""
    counts = [("female", *women), ("male", *men)]
    sex = [code for code, yes, no in counts for _ in range(yes + no)]
    dark = [a for _, yes, no in counts for a in ["very_safe"] * yes + ["very_unsafe"] * no]
    return write_round(
        folder,
        {"sex": sex, "after_dark": dark},
        {"after_dark": SAFETY},
        opens_on=closes_on[:-2] + "01",
        closes_on=closes_on,
    )


def find(
    results: Results,
    domain: str = "women",
    breakdown: str | None = None,
    category: str | None = None,
) -> Row:
    wanted = (domain, breakdown, category)
    return next(r for r in results.rows if (r.domain, r.breakdown, r.category) == wanted)


def targeted(**changes: object) -> Plan:
    return make_plan(measures=(make_measure(target=TARGET),), deadline=date(2028, 3, 31), **changes)


def measure(tmp_path: Path, plan: Plan, now: tuple[int, int], *before: tuple[int, int]) -> Results:
    earlier = [
        write_small(tmp_path / f"round-{year}", women, closes_on=f"{2020 + year}-05-31")
        for year, women in enumerate(before)
    ]
    return estimate_measures(write_small(tmp_path / "now", now), plan, earlier)


def test_rows_come_in_the_order_of_the_plan(tmp_path: Path) -> None:
    results = measure(tmp_path, make_plan(), (60, 60))
    assert [(r.domain, r.breakdown, r.category) for r in results.rows] == [
        ("all", None, None),
        ("all", "sex", "female"),
        ("all", "sex", "male"),
        ("women", None, None),
    ]


def test_the_domain_of_women_is_the_row_of_women(tmp_path: Path) -> None:
    results = measure(tmp_path, make_plan(), (70, 40))
    women, row = find(results), find(results, "all", "sex", "female")
    assert (women.estimate, women.base) == (row.estimate, row.base) == (70 / 110, 110)


def test_a_small_base_is_a_row_and_not_an_error(tmp_path: Path) -> None:
    row = find(measure(tmp_path, make_plan(), (10, 5)))
    assert (row.status, row.base) == (Status.TOO_FEW, 15)


@pytest.mark.parametrize("design", [False, True], ids=["raked", "design weight, raked"])
def test_a_round_without_answers_is_refused(tmp_path: Path, design: bool) -> None:
    plan = make_plan(weighting=Weighting(design=design, rake=("sex",)))
    folder = write_round(
        tmp_path / "r",
        {"sex": [], "after_dark": []},
        {"sex": {"female": "substantive", "male": "substantive"}, "after_dark": SAFETY},
    )
    with pytest.raises(RoundError, match=r"on round r: nobody finished an interview in it, so"):
        estimate_measures(folder, plan)


def test_a_round_that_nobody_of_the_population_answered_is_refused(tmp_path: Path) -> None:
    folder = write_round(
        tmp_path / "r",
        {"sex": ["female", "male"], "after_dark": ["neither"] * 2},
        {
            "sex": dict.fromkeys(["female", "male", "other"], "substantive"),
            "after_dark": SAFETY,
        },
    )
    plan = make_plan(eligible={"sex": ("other",)})
    with pytest.raises(RoundError, match=r"none of its 2 .* is of the plan's population\. Mea"):
        estimate_measures(folder, plan)


def test_an_earlier_round_without_answers_is_set_aside(tmp_path: Path) -> None:
    before = write_round(
        tmp_path / "before",
        {"sex": [], "after_dark": []},
        {"sex": {"female": "substantive", "male": "substantive"}, "after_dark": SAFETY},
        closes_on="2025-05-31",
        opens_on="2025-05-01",
    )
    now = write_small(tmp_path / "now", (60, 60))
    row = find(estimate_measures(now, make_plan(), [before]), "all")
    assert row.change is None
    assert any("before" in note and "nobody" in note for note in row.notes), row.notes


def test_a_round_too_small_for_any_figure_is_not_raked(tmp_path: Path) -> None:
    plan = make_plan(weighting=Weighting(rake=("sex",)))
    folder = write_round(
        tmp_path / "r",
        {"sex": ["female"] * 29, "after_dark": ["very_safe"] * 29},
        {"sex": {"female": "substantive", "male": "substantive"}, "after_dark": SAFETY},
    )
    assert estimate_measures(folder, plan).rows[0].weighting == "not raked: fewer than 30 answers"


def test_a_plan_can_ask_for_more_answers_before_it_rakes(tmp_path: Path) -> None:
    weighting = Weighting(rake=("sex",), min_respondents=241)
    row = find(measure(tmp_path, make_plan(weighting=weighting), (20, 100)), "all")
    assert row.weighting == "not raked: fewer than 241 answers"
    assert row.estimate == row.unweighted


def test_a_bigger_round_without_a_level_is_refused(tmp_path: Path) -> None:
    plan = make_plan(weighting=Weighting(rake=("sex",)))
    folder = write_round(
        tmp_path / "r",
        {"sex": ["female"] * 30, "after_dark": ["very_safe"] * 30},
        {"sex": {"female": "substantive", "male": "substantive"}, "after_dark": SAFETY},
    )
    with pytest.raises(EstimateError, match="level male"):
        estimate_measures(folder, plan)


def test_a_measure_without_its_item_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanRefused, match="in_day is not asked"):
        measure(tmp_path, make_plan(measures=(make_measure(item="in_day"),)), (60, 60))


@pytest.mark.parametrize(
    ("weighting", "words"),
    [
        (Weighting(), "none"),
        (Weighting(rake=("sex", "age_band")), "raked: sex, age band"),
        (Weighting(design=True), "design weight"),
        (Weighting(design=True, rake=("sex",)), "design weight; raked: sex"),
    ],
)
def test_the_weighting_is_said_in_words(tmp_path: Path, weighting: Weighting, words: str) -> None:
    band = make_grouping("age_band", {"a": 0.5, "b": 0.5}).model_copy(update={"label": "Age band"})
    sex = make_grouping("sex", {"female": 0.5, "male": 0.5})
    size = 120
    folder = write_round(
        tmp_path / "r",
        {
            "sex": ["female", "male"] * 60,
            "age_band": ["a", "a", "b", "b"] * 30,
            "after_dark": ["very_safe", "neither", "neither"] * 40,
        },
        {"after_dark": SAFETY},
        weights=[1.0] * size if weighting.design else None,
    )
    plan = make_plan(groupings=(sex, band), weighting=weighting)
    assert estimate_measures(folder, plan).rows[0].weighting == words


def test_raking_moves_the_headline_and_leaves_the_unweighted_share_beside(
    tmp_path: Path,
) -> None:
    plan = make_plan(weighting=Weighting(rake=("sex",)))
    row = find(measure(tmp_path, plan, (20, 160)), "all")
    assert row.estimate == pytest.approx((20 / 180 + 0.5) / 2)
    assert row.unweighted == pytest.approx(80 / 300)


def test_components_are_rows_and_their_union_is_the_domain(tmp_path: Path) -> None:
    parts = tuple(
        Level(code=code, label=code, when={"sex": (code,)}) for code in ("female", "male")
    )
    plan = make_plan(
        domains=(Domain(name="either", label="", components=parts),),
        measures=(make_measure(domains=("either",), breakdowns=()),),
    )
    rows = measure(tmp_path, plan, (60, 40)).rows
    assert [(r.breakdown, r.category, r.base) for r in rows] == [
        (None, None, 220),
        ("component", "female", 100),
        ("component", "male", 120),
    ]


def test_the_baseline_is_the_first_round_with_an_adequate_base(tmp_path: Path) -> None:
    row = find(measure(tmp_path, targeted(), (80, 80), (25, 25), (60, 60), (90, 10)))
    assert row.baseline is not None
    assert (row.baseline.source, row.baseline.base) == ("round round-1, closed 2021-05-31", 120)
    assert row.baseline.same_method


def test_both_readings_of_a_target_are_given(tmp_path: Path) -> None:
    target = find(measure(tmp_path, targeted(), (80, 80), (58, 42))).target
    assert target is not None
    assert (target.relative_value, target.points_value) == pytest.approx((0.638, 0.68))


Pair = tuple[Verdict | None, Verdict | None]


@pytest.mark.parametrize(
    ("now", "before", "verdicts"),
    [
        ((80, 80), [], (Verdict.NO_BASELINE, Verdict.NO_BASELINE)),
        ((40, 40), [(100, 100)], (Verdict.TOO_FEW, Verdict.TOO_FEW)),
        ((80, 80), [(40, 40)], (Verdict.TOO_FEW, Verdict.TOO_FEW)),
        ((10, 10), [], (Verdict.TOO_FEW, Verdict.TOO_FEW)),
        ((150, 20), [(50, 70)], (Verdict.MET, Verdict.MET)),
        ((280, 220), [(250, 250)], (Verdict.ON_TRACK, Verdict.NOT_SHOWN)),
        ((200, 300), [(250, 250)], (Verdict.NOT_SHOWN, Verdict.NOT_SHOWN)),
        ((180, 0), [(100, 100)], (None, None)),
        ((80, 80), [(100, 0)], (Verdict.NO_BASELINE, Verdict.NO_BASELINE)),
    ],
    ids=[
        "first round",
        "too few now",
        "too few before",
        "nearly nobody",
        "a leap",
        "on the relative line",
        "a fall",
        "withheld now",
        "withheld before",
    ],
)
def test_verdicts(
    tmp_path: Path, now: tuple[int, int], before: Sequence[tuple[int, int]], verdicts: Pair
) -> None:
    target = find(measure(tmp_path, targeted(), now, *before)).target
    assert target is not None
    assert (target.verdict_relative, target.verdict_points) == verdicts


def test_a_domain_that_is_not_agreed_has_no_verdict(tmp_path: Path) -> None:
    domains = tuple(d.model_copy(update={"agreed": d.name != "women"}) for d in make_plan().domains)
    target = find(measure(tmp_path, targeted(domains=domains), (150, 20), (50, 70))).target
    assert target is not None
    assert (target.verdict_relative, target.verdict_points) == (None, None)
    assert "agreed" in target.note


def test_a_target_without_a_number_has_no_verdict(tmp_path: Path) -> None:
    wordy = TARGET.model_copy(update={"increase": None})
    plan = make_plan(measures=(make_measure(target=wordy),))
    target = find(measure(tmp_path, plan, (150, 20), (50, 70))).target
    assert target is not None
    assert (target.verdict_relative, target.relative_value) == (None, None)


def test_a_reading_over_everybody_has_no_value(tmp_path: Path) -> None:
    target = find(measure(tmp_path, targeted(), (150, 20), (184, 16))).target
    assert target is not None
    assert target.relative_value is None
    assert "100 %" in target.note


def test_only_the_headline_of_its_domain_carries_the_target(tmp_path: Path) -> None:
    results = measure(tmp_path, targeted(), (80, 80))
    assert [row.domain for row in results.rows if row.target] == ["women"]


def test_a_published_figure_is_shown_and_never_tested(tmp_path: Path) -> None:
    published = (PublishedFigure(domain="women", value=0.4, period="2019", source="survey"),)
    plan = make_plan(measures=(make_measure(target=TARGET, published=published),))
    row = find(measure(tmp_path, plan, (80, 80)))
    assert row.baseline is not None
    assert (row.baseline.value, row.baseline.same_method, row.change) == (0.4, False, None)
    assert row.baseline.source == "different method: survey, 2019"
    assert row.target is not None
    assert row.target.verdict_relative is Verdict.NO_BASELINE


def test_a_companion_has_neither_change_nor_target(tmp_path: Path) -> None:
    plan = make_plan(measures=(make_measure(companion=True),))
    row = find(measure(tmp_path, plan, (80, 80), (60, 60)))
    assert (row.change, row.target, row.baseline, row.companion) == (None, None, None, True)


def with_names(plan: Plan, *names: str) -> Plan:
    """The same measure under several names."""
    one: Measure = plan.measures[0]
    return plan.model_copy(
        update={"measures": tuple(one.model_copy(update={"name": name}) for name in names)}
    )


def test_a_change_is_clear_only_after_holm(tmp_path: Path) -> None:
    # the same change, p about 0.03: clear alone, not among three
    alone = find(measure(tmp_path / "1", make_plan(), (165, 135), (100, 120)))
    among = find(
        measure(tmp_path / "3", with_names(make_plan(), "a", "b", "c"), (165, 135), (100, 120))
    )
    assert alone.change is not None
    assert among.change is not None
    assert (alone.change.clear, among.change.clear) == (True, False)
    assert replace(alone.change, clear=False) == among.change


def test_an_earlier_round_without_the_item_is_no_baseline(tmp_path: Path) -> None:
    old = write_small(tmp_path / "old", (60, 60), closes_on="2025-05-31")
    new = write_round(
        tmp_path / "new",
        {
            "sex": ["female"] * 120,
            "after_dark": ["very_safe", "neither"] * 60,
            "in_day": ["very_safe", "neither"] * 60,
        },
        {
            "after_dark": SAFETY,
            "in_day": SAFETY,
            "sex": {"female": "substantive", "male": "substantive"},
        },
    )
    plan = make_plan(measures=(make_measure(), make_measure(name="day", item="in_day")))
    rows = {r.measure: r for r in estimate_measures(new, plan, [old]).rows if r.domain == "women"}
    assert rows["safe"].baseline is not None
    assert rows["day"].baseline is None


@pytest.mark.parametrize(("sample", "indicative"), [("open", True), ("invited", False)])
def test_an_open_sample_makes_a_target_indicative(
    tmp_path: Path, sample: str, indicative: bool
) -> None:
    folder = write_round(
        tmp_path / "r",
        {"sex": ["female", "male"] * 60, "after_dark": ["very_safe", "neither", "neither"] * 40},
        {"after_dark": SAFETY},
        sample=sample,
    )
    target = find(estimate_measures(folder, targeted())).target
    assert target is not None
    assert target.indicative is indicative


def test_the_same_answers_give_the_same_figures(tmp_path: Path) -> None:
    plan = targeted(weighting=Weighting(rake=("sex",)))
    folder = write_small(tmp_path / "r", (70, 33), (41, 57))
    assert estimate_measures(folder, plan) == estimate_measures(folder, plan)


def test_who_stands_outside_an_item_is_told_for_ten_people_or_more(tmp_path: Path) -> None:
    dark = ["very_safe"] * 60 + ["neither"] * 20 + ["nobody_here"] * 15 + ["dont_know"] * 5
    kinds = {**SAFETY, "nobody_here": "outside"}
    answers = {"sex": ["female", "male"] * 50, "after_dark": dark}
    folder = write_round(tmp_path / "r", answers, {"after_dark": kinds})
    row = find(estimate_measures(folder, make_plan()), "all")
    assert row.notes == ("Outside the base, of all who answered: nobody_here 15 %.",)
