from __future__ import annotations

import pytest

from analysis.needs import find_share, plan_sample
from analysis.plan import Domain, Fit, Level, Plan, Target
from analysis.plan_loading import load_plan
from analysis.published import PublishedFigure
from surveys.errors import EstimateError
from tests.support.plans import make_grouping, make_measure, make_plan

TOWER = load_plan("tower-hamlets-2025")


def targeted(increase: float | None) -> Plan:
    target = Target(
        text="more", source="plan", domain="women", increase=increase, fit=Fit.EXACT, fit_reason="x"
    )
    return make_plan(measures=(make_measure(target=target),))


@pytest.mark.parametrize(
    ("domain", "share"),
    [
        ("all", 1.0),
        ("women", 126312 / 252857),  # Census 2021 table TS009, people aged 16 and over
        ("under_represented", None),
    ],
)
def test_a_domain_has_the_share_that_the_margins_give(domain: str, share: float | None) -> None:
    found = find_share(TOWER, TOWER.get_domain(domain))
    assert found == (share if share is None else pytest.approx(share))


def area(code: str, *, label: str = "") -> Level:
    return Level(code=code, label=label or code, when={"area": (code,)})


@pytest.mark.parametrize(
    ("domain", "share"),
    [
        (Domain(name="d", label="d", when={"area": ("n", "s")}), 0.6),
        (Domain(name="d", label="d", components=(area("n"), area("w"))), 0.9),
        (Domain(name="d", label="d", when={"area": ("n", "elsewhere")}), None),
        (Domain(name="d", label="d", when={"area": ("n",), "sex": ("female",)}), None),
        (Domain(name="d", label="d", when={"tenure": ("rents",)}), None),
    ],
    ids=["levels", "components", "beyond the margin", "two margins overlap", "no margin"],
)
def test_only_whole_levels_of_one_margin_add_up(domain: Domain, share: float | None) -> None:
    groupings = (
        make_grouping("sex", {"female": 0.5, "male": 0.5}),
        make_grouping("area", {"n": 0.5, "s": 0.1, "w": 0.4}),
    )
    found = find_share(make_plan(groupings=groupings), domain)
    assert found == (share if share is None else pytest.approx(share))


def test_a_grouping_without_shares_gives_none() -> None:
    bare = make_grouping("sex", {"female": 0.5, "male": 0.5}).model_copy(update={"shares": {}})
    plan = make_plan(groupings=(bare,))
    assert find_share(plan, plan.get_domain("women")) is None


def test_a_target_is_read_both_ways_in_each_domain() -> None:
    plan = targeted(0.1)
    everybody, women = plan_sample(plan, plan.measures[0], baseline=0.5, deff=1.0)
    assert [(n.reading, n.answers, n.in_all) for n in everybody.needs] == [
        ("10 per cent more", 1565, 1565),
        ("10 points more", 388, 388),
    ]
    assert [(n.answers, n.in_all) for n in women.needs] == [(1565, 3130), (388, 776)]
    assert (everybody.targeted, women.targeted) == (False, True)


@pytest.mark.parametrize("increase", [None, 0])
def test_without_a_number_plain_rises_stand_in(increase: float | None) -> None:
    plan = targeted(increase)
    needs = plan_sample(plan, plan.measures[0])[0].needs
    assert [need.reading for need in needs] == ["5 points more", "10 points more"]


def test_a_measure_without_a_target_is_planned_too() -> None:
    plan = make_plan()
    assert [need.answers for need in plan_sample(plan, plan.measures[0], deff=1.0)[0].needs] == [
        1565,
        388,
    ]


def test_a_reading_beyond_everybody_has_no_size() -> None:
    plan = targeted(0.1)
    relative, points = plan_sample(plan, plan.measures[0], baseline=0.9)[0].needs
    assert relative.answers is not None
    assert (points.reached, points.answers, points.in_all) == (None, None, None)


def test_no_fewer_answers_are_asked_for_than_a_verdict_needs() -> None:
    plan = targeted(0.4)
    points = plan_sample(plan, plan.measures[0], baseline=0.5, deff=1.0)[0].needs[1]
    assert points.answers == 100


def test_the_baseline_is_given_or_published_or_the_most_cautious() -> None:
    figure = PublishedFigure(domain="all", value=0.58, period="2019", source="a survey")
    plan = make_plan(measures=(make_measure(published=(figure,)),))
    found = plan_sample(plan, plan.measures[0])
    assert [(one.baseline, one.baseline_source) for one in found] == [
        (0.58, "a survey, 2019"),
        (0.5, "assumed: there is no earlier figure"),
    ]
    given = plan_sample(plan, plan.measures[0], baseline=0.45)
    assert [(one.baseline, one.baseline_source) for one in given] == [(0.45, "given")] * 2


@pytest.mark.parametrize(
    "numbers", [{"baseline": 45.0}, {"power": 80.0}, {"deff": 0.5}], ids=["share", "power", "deff"]
)
def test_numbers_out_of_range_are_refused(numbers: dict[str, float]) -> None:
    with pytest.raises(EstimateError):
        plan_sample(TOWER, TOWER.measures[0], **numbers)


def test_showing_a_target_met_is_planned_for_both_readings() -> None:
    plan = targeted(0.1)
    women = plan_sample(plan, plan.measures[0], baseline=0.5, deff=1.0)[1]
    assert [(one.target, one.true, one.answers, one.in_all) for one in women.proofs] == [
        ("10 per cent more", "15 per cent more", 6909, 13818),
        ("10 per cent more", "20 per cent more", 1728, 3456),
        ("10 points more", "15 points more", 1500, 3000),
        ("10 points more", "20 points more", 362, 724),
    ]


@pytest.mark.parametrize("increase", [None, 0])
def test_without_a_number_there_is_no_target_to_show_met(increase: float | None) -> None:
    plan = targeted(increase)
    assert plan_sample(plan, plan.measures[0])[0].proofs == ()


def test_a_true_rise_beyond_everybody_has_no_size() -> None:
    plan = targeted(0.1)
    points = plan_sample(plan, plan.measures[0], baseline=0.85)[1].proofs[-1]
    assert (points.reached, points.answers, points.in_all) == (None, None, None)
