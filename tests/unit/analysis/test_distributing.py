from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import open_round
from analysis.distributing import SEVERAL, tabulate
from analysis.measures import estimate_measures
from analysis.plan import Plan, Tabulation, Weighting
from analysis.rounds import Estimated, estimate_round
from analysis.shown import Status
from analysis.spread import Distribution, OptionShown, Spread
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan

SCALE = {**dict.fromkeys("12345", "substantive"), "dont_know": "dont_know"}
SCORES = {code: float(code) for code in "12345"}
CHOSEN = {"1": "substantive", "0": "substantive"}


def make_tabulation(**changes: Any) -> Tabulation:
    content: dict[str, Any] = {
        "name": "dark",
        "label": "After dark",
        "item": "after_dark",
        "domains": ("all", "women"),
    }
    return Tabulation(**(content | changes))


def write(
    folder: Path,
    women: Sequence[int],
    men: Sequence[int],
    kinds: Mapping[str, str] = SAFETY,
    **more: Any,
) -> Path:
    """Women and men by answer, in the order of the item's codes."""
    counts = [("female", women), ("male", men)]
    sex = [code for code, numbers in counts for _ in range(sum(numbers))]
    dark = [
        answer
        for _, numbers in counts
        for answer, number in zip(kinds, numbers, strict=False)
        for _ in range(number)
    ]
    both = dict.fromkeys(("female", "male"), "substantive")
    answers = {"sex": sex, "after_dark": dark}
    return write_round(folder, answers, {"after_dark": kinds, "sex": both}, **more)


def estimate(folder: Path, plan: Plan) -> Estimated:
    return estimate_round(open_round(folder), plan)


def tabulate_folder(folder: Path, plan: Plan) -> dict[str, Distribution]:
    return {one.domain: one for one in tabulate(plan, estimate(folder, plan))}


def plan_with(*tabulations: Tabulation, **changes: Any) -> Plan:
    return make_plan(tabulations=tabulations or (make_tabulation(),), **changes)


def list_hidden(distribution: Distribution) -> list[str]:
    return [one.code for one in distribution.options if one.status is not Status.RELEASED]


def find(distribution: Distribution, code: str) -> OptionShown:
    return next(one for one in distribution.options if one.code == code)


@pytest.mark.parametrize(
    "weighting",
    [
        pytest.param(Weighting(rake=("sex",)), id="raked"),
        pytest.param(Weighting(rake=("sex",), design=True, trim=2), id="trimmed, person by person"),
    ],
)
def test_each_option_is_estimated_as_a_measure_is(tmp_path: Path, weighting: Weighting) -> None:
    weights = [0.5 + at % 7 for at in range(210)] if weighting.design else None
    women, men = (10, 20, 30, 25, 15, 7), (30, 30, 20, 12, 8, 3)
    folder = write(tmp_path / "r", women, men, weights=weights)
    plan = plan_with(weighting=weighting, measures=(make_measure(positive=("neither",)),))
    rows = estimate_measures(folder, plan).rows
    for domain, distribution in tabulate_folder(folder, plan).items():
        row = next(r for r in rows if r.domain == domain and r.breakdown is None)
        option = find(distribution, "neither")
        for name in ("estimate", "ci_low", "ci_high", "unweighted", "all_asked"):
            assert getattr(option, name) == pytest.approx(getattr(row, name), rel=1e-12), name
        assert option.all_asked != option.estimate
        assert distribution.base == row.base
        assert distribution.effective_base == pytest.approx(row.effective_base)
        assert sum(one.estimate or 0 for one in distribution.options) == pytest.approx(1)
        assert distribution.kind is Spread.OPTIONS


def test_the_share_scoring_4_to_5_is_an_ordinary_measure(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", (10, 20, 30, 25, 15, 7), (30, 30, 20, 12, 8, 3), SCALE)
    plan = plan_with(make_tabulation(scores=SCORES), measures=(make_measure(positive=("4", "5")),))
    (row, *_) = estimate_measures(folder, plan).rows
    distribution = tabulate_folder(folder, plan)["all"]
    assert row.estimate == pytest.approx((25 + 15 + 12 + 8) / 200)
    high = [find(distribution, code).estimate or 0 for code in ("4", "5")]
    assert row.estimate == pytest.approx(sum(high))


def test_the_mean_of_a_numbered_scale_leaves_out_dont_know(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", (30, 0, 40, 0, 30, 50), (0,) * 6, SCALE)
    plan = plan_with(make_tabulation(scores=SCORES), measures=(make_measure(positive=("5",)),))
    mean = tabulate_folder(folder, plan)["all"].mean
    assert mean is not None
    assert mean.estimate == pytest.approx(3)
    assert (mean.lowest, mean.highest) == (1, 5)
    # n is everybody in the design, those who did not know as well
    assert mean.standard_error == pytest.approx((150 / 149 * 240) ** 0.5 / 100)


def test_shares_of_a_choice_of_several_are_of_respondents(tmp_path: Path) -> None:
    size = 40
    answers = {
        "sex": ["female", "male"] * (size // 2),
        "after_dark": ["very_safe", "very_unsafe"] * (size // 2),
        "concerns__noise": ["1"] * 30 + ["0"] * 6 + [".skipped"] * 4,
        "concerns__drugs": ["1"] * 18 + ["0"] * 18 + [".skipped"] * 4,
        "concerns__knives": ["0"] * 26 + ["1"] * 10 + [".skipped"] * 4,
    }
    kinds = {name: CHOSEN for name in answers if name.startswith("concerns")}
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY, **kinds})
    tabulation = make_tabulation(item="concerns", chosen=True, domains=("all",))
    distribution = tabulate_folder(folder, plan_with(tabulation))["all"]
    assert (distribution.kind, distribution.base) == (Spread.CHOSEN, 36)
    shares = [one.estimate for one in distribution.options]
    assert shares == pytest.approx([30 / 36, 18 / 36, 10 / 36])
    assert sum(share or 0 for share in shares) > 1
    assert [one.all_asked for one in distribution.options] == shares, "nobody did not know"
    assert SEVERAL in distribution.notes


def test_an_option_that_everybody_chose_is_a_whole_share(tmp_path: Path) -> None:
    size = 40
    answers = {
        "sex": ["female", "male"] * (size // 2),
        "after_dark": ["very_safe", "very_unsafe"] * (size // 2),
        "concerns__noise": ["1"] * size,
        "concerns__drugs": ["1"] * 20 + ["0"] * 20,
    }
    kinds = {name: CHOSEN for name in answers if name.startswith("concerns")}
    weights = [0.1 + index / 7 for index in range(size)]
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY, **kinds}, weights=weights)
    tabulation = make_tabulation(item="concerns", chosen=True, domains=("all",))
    plan = plan_with(tabulation, weighting=Weighting(design=True))
    noise = find(tabulate_folder(folder, plan)["all"], "noise")
    assert (noise.estimate, noise.ci_high) == (1, 1)


def test_under_thirty_answers_are_too_few_as_a_whole(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", (9, 8, 4, 4, 4), (20, 20, 20, 20, 20))
    women = tabulate_folder(folder, plan_with())["women"]
    assert women.base == 29
    assert {one.status for one in women.options} == {women.status} == {Status.TOO_FEW}


@pytest.mark.parametrize(
    ("asks", "marked", "hidden"),
    [
        pytest.param(False, (), [], id="an attitude"),
        # 8 and 9 are few; together they are 10 and two
        pytest.param(True, (), ["neither", "very_unsafe"], id="the plan says sensitive"),
        pytest.param(False, ("after_dark",), ["neither", "very_unsafe"], id="the questionnaire"),
    ],
)
def test_a_sensitive_item_hides_options_under_ten(
    tmp_path: Path, asks: bool, marked: tuple[str, ...], hidden: list[str]
) -> None:
    folder = write(tmp_path / "r", (20, 20, 8, 20, 9), (0,) * 5, sensitive=marked)
    plan = plan_with(
        make_tabulation(domains=("all",), sensitive=asks),
        measures=(make_measure(item="sex", positive=("male",)),),
    )
    assert list_hidden(tabulate_folder(folder, plan)["all"]) == hidden


def test_what_is_hidden_cannot_be_had_from_the_measures_own_share(tmp_path: Path) -> None:
    # very safe is small and neither is next; but very and fairly safe together are published
    folder = write(tmp_path / "r", (2, 40, 9, 30, 19), (0,) * 5)
    plan = plan_with(make_tabulation(domains=("all",)))
    assert list_hidden(tabulate_folder(folder, plan)["all"]) == ["very_safe", "fairly_safe"]
    other = plan_with(
        make_tabulation(domains=("all",)), measures=(make_measure(item="sex", positive=("male",)),)
    )
    assert list_hidden(tabulate_folder(folder, other)["all"]) == ["very_safe", "neither"]


def test_where_the_measure_is_withheld_its_answers_are_not_shown_one_by_one(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path / "r", (20, 20, 20, 20, 20), (20, 20, 20, 20, 20))
    plan = plan_with()
    found = estimate(folder, plan)
    figure = found.figures["safe"]["women", None, None]
    withheld = replace(figure, status=Status.SUPPRESSED)
    found = replace(
        found, figures={"safe": {**found.figures["safe"], ("women", None, None): withheld}}
    )
    everybody, women = tabulate(plan, found)
    assert everybody.status is Status.RELEASED
    assert women.status is Status.SUPPRESSED
    assert {one.status for one in women.options} == {Status.SUPPRESSED}


def test_women_are_not_shown_where_that_tells_of_few_men(tmp_path: Path) -> None:
    # two men feel very unsafe: the difference of everybody and women
    folder = write(tmp_path / "r", (20, 20, 20, 20, 9), (20, 30, 25, 20, 2))
    everybody, women = tabulate_folder(folder, plan_with()).values()
    assert list_hidden(everybody) == []
    assert list_hidden(women) == ["neither", "very_unsafe"]


def test_a_group_that_is_all_but_nine_people_is_not_shown(tmp_path: Path) -> None:
    kinds = dict.fromkeys(("good", "fair", "poor"), "substantive")
    measures = (make_measure(item="sex", positive=("male",)),)  # a measure hides nothing here
    for few, status in (((3, 3, 3), Status.SUPPRESSED), ((4, 3, 3), Status.RELEASED)):
        folder = write(tmp_path / str(few), (20, 20, 20), few, kinds)
        everybody, women = tabulate_folder(folder, plan_with(measures=measures)).values()
        assert everybody.status is Status.RELEASED
        assert women.status is status


def test_an_option_that_all_but_two_chose_is_hidden(tmp_path: Path) -> None:
    chosen = {"noise": 58, "drugs": 30, "knives": 25, "litter": 20}
    answers = {f"concerns__{name}": ["1"] * n + ["0"] * (60 - n) for name, n in chosen.items()}
    people = {"sex": ["female", "male"] * 30, "after_dark": ["very_safe", "very_unsafe"] * 30}
    kinds = {"after_dark": SAFETY, **dict.fromkeys(answers, CHOSEN)}
    folder = write_round(tmp_path / "r", people | answers, kinds)
    tabulation = make_tabulation(item="concerns", chosen=True, domains=("all",))
    found = tabulate_folder(folder, plan_with(tabulation))["all"]
    assert list_hidden(found) == ["noise", "litter"]


def test_what_is_withheld_of_other_respondents_hides_nothing(tmp_path: Path) -> None:
    """Open answers beside invited ones have figures of their own, in cells of the same shape."""
    invited = write(tmp_path / "r", (20,) * 5, (20,) * 5, sample="invited")
    alone = tabulate_folder(invited, plan_with())
    sex = ["female"] * 100 + ["male"] * 100
    dark = [code for code in list(SAFETY)[:5] for _ in range(20)] * 2
    none_safe = ["very_unsafe"] * 200
    both = write_round(
        tmp_path / "both",
        {"sex": sex * 2, "after_dark": dark + none_safe},
        {"after_dark": SAFETY},
        sample=["invited"] * 200 + ["open"] * 200,
    )
    assert tabulate_folder(both, plan_with()) == alone
    assert alone["all"].status is Status.RELEASED


def test_notes_of_the_plan_and_who_is_outside_the_base_come_along(tmp_path: Path) -> None:
    kinds = {"agree": "substantive", "disagree": "substantive", "too_few": "outside"}
    answers = {
        "sex": ["female"] * 60 + ["male"] * 60,
        "together": (["agree"] * 30 + ["disagree"] * 15 + ["too_few"] * 15) * 2,
    }
    folder = write_round(tmp_path / "r", answers, {"together": kinds})
    plan = plan_with(
        make_tabulation(item="together", domains=("all",), note="Asked since 2015."),
        measures=(make_measure(item="together", positive=("agree",)),),
    )
    distribution = tabulate_folder(folder, plan)["all"]
    assert distribution.base == 90
    assert distribution.notes[0] == "Asked since 2015."
    assert "too_few 25 %" in distribution.notes[1]
