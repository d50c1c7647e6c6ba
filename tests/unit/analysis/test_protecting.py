from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis import protecting
from analysis.audit import Range
from analysis.disclosure import Released
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Domain, Level, Plan, Tabulation
from analysis.plan_loading import load_plan
from analysis.recording import list_entries, record_release
from analysis.results import render_json
from analysis.rows import Results, Row
from analysis.shown import Status
from surveys.errors import EstimateError
from tests.benchmarks.made_round import write_made_round
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan
from tests.support.released import release

OFFERED = {
    "sex": ("female", "male", "x"),
    "age": ("16_17", "18_24", "old"),
    "after_dark": tuple(SAFETY),
}
SEX = make_grouping("sex", {"female": 0.5, "male": 0.5})
ALL = Domain(name="all", label="All")
WOMEN = Domain(name="women", label="Women", when={"sex": ("female",)})
YOUNG = Domain(name="young", label="16 to 24", when={"age": ("16_17", "18_24")})
YOUNGER = Domain(name="young_adults", label="18 to 24", when={"age": ("18_24",)})
NOT_MINORS = Domain(name="adults", label="18 and over", when={"age": ("18_24", "old")})


def write_people(folder: Path, people: Mapping[tuple[str, str, str], int], **about: Any) -> Path:
    """A round of so many people of each sex, age and answer."""
    answers: dict[str, list[str]] = {name: [] for name in OFFERED}
    for codes, number in people.items():
        for name, code in zip(OFFERED, codes, strict=True):
            answers[name] += [code] * number
    kinds = {name: dict.fromkeys(codes, "substantive") for name, codes in OFFERED.items()}
    return write_round(folder, answers, kinds | {"after_dark": SAFETY}, **about)


def spread(sex: str, age: str, yes: int, no: int) -> dict[tuple[str, str, str], int]:
    return {(sex, age, "very_safe"): yes, (sex, age, "neither"): no}


def make_small_plan(domains: Sequence[Domain], **changes: Any) -> Plan:
    names = tuple(domain.name for domain in domains)
    content: dict[str, Any] = {"domains": names, "breakdowns": ()} | changes
    known = tuple({one.name: one for one in (ALL, *domains)}.values())
    return make_plan(domains=known, groupings=(SEX,), measures=(make_measure(**content),))


def publish(
    folder: Path, plan: Plan, ledger: Ledger, earlier: Sequence[Path] = (), *, kind: str = "report"
) -> Results:
    """Release, and record before anything leaves."""
    released = release(estimate_measures(folder, plan, earlier, ledger=ledger))
    record_release(ledger, released, plan, kind)
    return released.results


def look(folder: Path, plan: Plan, ledger: Ledger, earlier: Sequence[Path] = ()) -> Results:
    return release(estimate_measures(folder, plan, earlier, ledger=ledger)).results


def find(results: Results, domain: str, category: str | None = None) -> Row:
    return next(r for r in results.rows if (r.domain, r.category) == (domain, category))


def test_the_audit_finds_what_the_rules_for_one_table_do_not(tmp_path: Path) -> None:
    # ten people did not give their sex, 3 of them safe: enough for the rules, and known within 4
    people = spread("female", "old", 15, 15) | spread("male", "old", 15, 15)
    folder = write_people(tmp_path / "r", people | spread("x", "old", 3, 7))
    plan = make_small_plan([ALL], breakdowns=("sex",))
    plain = estimate_measures(folder, plan)
    assert {row.status for row in plain.rows} == {Status.RELEASED}
    audited = estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l"))
    assert audited.audit is not None
    assert audited.audit.withheld >= 1
    assert audited.audit.narrowest is not None
    assert audited.audit.narrowest >= 5
    assert find(audited, "all").status is Status.RELEASED, "headlines go last"


def test_a_round_with_nothing_to_hide_is_left_as_it_is(tmp_path: Path) -> None:
    people = spread("female", "old", 150, 150) | spread("male", "old", 150, 150)
    folder = write_people(tmp_path / "r", people)
    plan = make_small_plan([ALL], breakdowns=("sex",))
    audited = estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l"))
    assert {row.status for row in audited.rows} == {Status.RELEASED}
    assert audited.audit is not None
    assert (audited.audit.counts, audited.audit.narrowest) == (0, None)


BANDS = (
    spread("female", "16_17", 2, 1)
    | spread("female", "18_24", 40, 35)
    | spread("male", "18_24", 30, 45)
    | spread("female", "old", 80, 120)
    | spread("male", "old", 150, 90)
)
"""Three people are 16 or 17, all of them women."""


@pytest.mark.parametrize(
    ("first", "second", "domain"),
    [
        (make_small_plan([YOUNG]), make_small_plan([YOUNGER]), "young_adults"),
        (
            make_small_plan([WOMEN]),
            make_small_plan([NOT_MINORS], breakdowns=("sex",)),
            "adults",
        ),
    ],
    ids=["16-24 and then 18-24", "women and then women of 18 and over"],
)
def test_two_plans_must_not_differ_by_three_people(
    tmp_path: Path, first: Plan, second: Plan, domain: str
) -> None:
    folder, ledger = write_people(tmp_path / "r", BANDS), Ledger(tmp_path / "l")
    alone = look(folder, second, ledger)
    assert {row.status for row in alone.rows} == {Status.RELEASED}
    published = publish(folder, first, ledger)
    assert {row.status for row in published.rows} == {Status.RELEASED}
    released = release(estimate_measures(folder, second, ledger=ledger))
    assert released.audit.releases == 1
    after = released.results
    category = "female" if domain == "adults" else None
    assert find(after, domain, category).status is Status.SUPPRESSED


def test_recording_a_release_does_not_change_it(tmp_path: Path) -> None:
    people = spread("female", "old", 15, 15) | spread("male", "old", 15, 15)
    folder = write_people(tmp_path / "r", people | spread("x", "old", 3, 7))
    plan, ledger = make_small_plan([ALL], breakdowns=("sex",)), Ledger(tmp_path / "l")
    texts = {render_json(_released(folder, plan, ledger, kind)) for kind in ("report", "file", "")}
    assert len(texts) == 1


def _released(folder: Path, plan: Plan, ledger: Ledger, kind: str) -> Released:
    released = release(estimate_measures(folder, plan, ledger=ledger))
    if kind:
        record_release(ledger, released, plan, kind)
    return released


def test_what_was_published_is_published_again_and_others_go_for_it(tmp_path: Path) -> None:
    # with the sexes already public, only the total is left to be withheld
    people = spread("female", "old", 15, 15) | spread("male", "old", 15, 15)
    folder = write_people(tmp_path / "r", people | spread("x", "old", 3, 7))
    ledger = Ledger(tmp_path / "l")
    men = Domain(name="men", label="Men", when={"sex": ("male",)})
    first = publish(folder, make_small_plan([WOMEN, men]), ledger)
    assert {row.status for row in first.rows} == {Status.RELEASED}
    second = look(folder, make_small_plan([ALL], breakdowns=("sex",)), ledger)
    statuses = {row.category: row.status for row in second.rows}
    assert statuses == {
        None: Status.SUPPRESSED,
        "female": Status.RELEASED,
        "male": Status.RELEASED,
    }


def test_what_was_published_goes_on_being_shown_where_the_rules_would_now_have_another(
    tmp_path: Path,
) -> None:
    # six people are not women: together with everybody, women would not be shown any more
    folder = write_people(
        tmp_path / "r", spread("female", "old", 60, 60) | spread("x", "old", 3, 3)
    )
    both, ledger = make_small_plan([ALL, WOMEN]), Ledger(tmp_path / "l")
    assert find(look(folder, both, ledger), "women").status is Status.SUPPRESSED
    publish(folder, make_small_plan([WOMEN]), ledger)
    after = look(folder, both, ledger)
    assert find(after, "women").status is Status.RELEASED
    assert find(after, "all").status is Status.SUPPRESSED


SPRING = {"opens_on": "2026-05-01", "closes_on": "2026-05-31"}
AUTUMN = {"opens_on": "2026-10-01", "closes_on": "2026-10-31"}


def write_two(tmp_path: Path) -> tuple[Path, Path]:
    """Spring, in which 5 women did not feel safe, and autumn."""
    spring = spread("female", "old", 95, 5) | spread("male", "old", 60, 90)
    autumn = spread("female", "old", 60, 60) | spread("male", "old", 60, 60)
    return (
        write_people(tmp_path / "spring", spring, **SPRING),
        write_people(tmp_path / "autumn", autumn, **AUTUMN),
    )


def test_what_a_round_withheld_stays_withheld_beside_a_later_one(tmp_path: Path) -> None:
    spring, autumn = write_two(tmp_path)
    strict, mild = make_small_plan([WOMEN], sensitive=True), make_small_plan([WOMEN])
    before = find(look(autumn, mild, Ledger(tmp_path / "none"), [spring]), "women")
    assert before.baseline is not None
    ledger = Ledger(tmp_path / "l")
    assert find(publish(spring, strict, ledger), "women").status is Status.SUPPRESSED
    after = find(look(autumn, mild, ledger, [spring]), "women")
    assert after.status is Status.RELEASED
    assert (after.baseline, after.change, after.previous) == (None, None, None)
    assert [(one.round, one.status, one.base) for one in after.history] == [
        ("spring", Status.SUPPRESSED, None),
        ("autumn", Status.RELEASED, 120),
    ]


def test_what_a_later_round_says_of_an_earlier_one_is_a_release_of_that(tmp_path: Path) -> None:
    spring = write_people(tmp_path / "spring", BANDS, **SPRING)
    autumn = write_people(tmp_path / "autumn", BANDS, **AUTUMN)
    ledger = Ledger(tmp_path / "l")
    publish(autumn, make_small_plan([YOUNG]), ledger, [spring])
    (said,) = ledger.find("spring")
    assert (said.said_by, [one.base for one in said.figures]) == ("autumn", [155])
    after = look(spring, make_small_plan([YOUNGER]), ledger)
    assert find(after, "young_adults").status is Status.SUPPRESSED


def test_people_who_stand_apart_are_audited_by_themselves(tmp_path: Path) -> None:
    # of the invited nothing has to be hidden; without the women 5 people who were not are left
    people = spread("female", "old", 95, 85) | spread("male", "old", 58, 47)
    folder = write_people(tmp_path / "r", people, sample=_sample_open(women=(45, 35), men=(3, 2)))
    plan = make_small_plan([ALL, WOMEN])
    results = estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l"))
    assert {one.category: one.status for one in results.rows if one.domain == "women"} == {
        None: Status.RELEASED,
        "invited": Status.RELEASED,
        "open": Status.SUPPRESSED,
    }
    assert results.audit is not None
    assert results.audit.counts > 0
    assert results.audit.narrowest is not None
    assert results.audit.narrowest >= 5


def _sample_open(women: tuple[int, int], men: tuple[int, int]) -> list[str]:
    """Who of 180 women and 105 men came without an invitation: so many of yes, and of no."""
    sizes = ((95, women[0]), (85, women[1]), (58, men[0]), (47, men[1]))
    return [
        one
        for people, unasked in sizes
        for one in ["open"] * unasked + ["invited"] * (people - unasked)
    ]


def test_options_that_would_tell_of_a_withheld_row_are_withheld(tmp_path: Path) -> None:
    people = spread("female", "old", 40, 40) | spread("male", "old", 40, 40)
    folder = write_people(tmp_path / "r", people | {("x", "old", "fairly_safe"): 2})
    tabulation = Tabulation(name="dark", label="Dark", item="after_dark", domains=("all",))
    plan = make_small_plan([ALL]).model_copy(update={"tabulations": (tabulation,)})
    results = estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l"))
    (distribution,) = results.distributions
    hidden = {one.code for one in distribution.options if one.status is not Status.RELEASED}
    assert "fairly_safe" in hidden
    assert results.audit is not None
    assert results.audit.counts > 0
    assert results.audit.narrowest is not None
    assert results.audit.narrowest >= 5


def test_a_ledger_of_other_answers_is_refused(tmp_path: Path) -> None:
    plan, ledger = make_small_plan([ALL]), Ledger(tmp_path / "l")
    folder = write_people(tmp_path / "one" / "r", BANDS)
    released = release(estimate_measures(folder, plan, ledger=ledger))
    record_release(ledger, released, plan, "report")
    other = write_people(tmp_path / "two" / "r", spread("female", "old", 40, 40))
    with pytest.raises(EstimateError, match="other answers were published") as caught:
        estimate_measures(other, plan, ledger=ledger)
    assert caught.value.code == "ledger.other-answers"


def test_a_group_that_cannot_be_found_again_is_refused(tmp_path: Path) -> None:
    plan, ledger = make_small_plan([ALL]), Ledger(tmp_path / "l")
    folder = write_people(tmp_path / "r", BANDS)
    released = release(estimate_measures(folder, plan, ledger=ledger))
    (entry,) = list_entries(released, plan, "report")
    lost = entry.figures[0].model_copy(update={"breakdown": "tenure", "category": "owner"})
    ledger.add(entry.model_copy(update={"figures": (lost,)}))
    with pytest.raises(EstimateError, match="all/tenure/owner") as caught:
        estimate_measures(folder, plan, ledger=ledger)
    assert caught.value.code == "ledger.unknown-group"


def test_results_of_another_plan_are_not_recorded(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l")
    folder = write_people(tmp_path / "r", BANDS)
    released = release(estimate_measures(folder, make_small_plan([ALL]), ledger=ledger))
    with pytest.raises(EstimateError, match="were not measured by this plan"):
        record_release(ledger, released, make_small_plan([WOMEN]), "report")
    assert ledger.find("r") == ()


def test_a_union_of_parts_that_overlap_is_audited(tmp_path: Path) -> None:
    union = Domain(
        name="union",
        label="Women or young",
        components=(
            Level(code="women", label="Women", when={"sex": ("female",)}),
            Level(code="young", label="Young", when={"age": ("16_17", "18_24")}),
        ),
    )
    people = BANDS | spread("male", "16_17", 2, 2)
    folder = write_people(tmp_path / "r", people)
    results = estimate_measures(folder, make_small_plan([union]), ledger=Ledger(tmp_path / "l"))
    assert results.audit is not None
    assert find(results, "union").status is Status.RELEASED


SIZES = (1000, 1250, 1500, 1500, 1500, 1750, 2500, 5000)


@pytest.mark.parametrize(("seed", "size"), list(enumerate(SIZES)))
def test_a_large_round_is_read_as_it_is_published(tmp_path: Path, seed: int, size: int) -> None:
    # from a base of 1,000 figures have a decimal more, who took part has not
    folder = write_made_round(tmp_path, "large", size, seed=1 + 2 * seed, year=2026)
    plan = load_plan("tower-hamlets-2025")
    released = release(estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l")))
    assert released.audit.narrowest is None or released.audit.narrowest >= 5


def test_options_that_went_in_vain_come_back_together(tmp_path: Path) -> None:
    # one after the other none could: one that is missing alone could be had from the rest
    folder = write_made_round(tmp_path, "small", 150, seed=106, year=2026)
    plan = load_plan("tower-hamlets-2025")
    results = estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l"))
    one = next(each for each in results.distributions if each.name == "relied_on")
    assert {one.status, *(option.status for option in one.options)} == {Status.RELEASED}


Place = tuple[str, str | None]
"""Domain, and option of the distribution; None for the figure of the measure."""


@pytest.mark.parametrize(
    ("together", "gone"),
    [
        ([("all", None), ("all", "neither")], {("all", "neither")}),
        ([("all", None), ("young", None)], {("young", None)}),
        ([("all", None), ("women", None)], {("women", None)}),
        ([("women", None), ("young", None)], {("young", None)}),
        ([("all", None)], {("all", None)}),
    ],
    ids=["an option", "a domain not agreed", "a domain", "of two the one not agreed", "nothing"],
)
def test_a_headline_goes_only_where_nothing_less_would_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    together: Sequence[Place],
    gone: set[Place],
) -> None:
    """A count is known too closely while all of some figures are shown; the headline is blamed."""
    bound = protecting._Protection._bound

    def find_narrow(self: Any, item: Any) -> Any:
        found = bound(self, item)
        if item.name != "after_dark":
            return found
        shown = {
            one.table[1:]: at
            for at, one in enumerate(self._all)
            if self.statuses.is_free(at) and (one.option or one.yes)
        }
        kept = [shown.get(place) for place in together]
        blamed = [at for at in kept[:1] if at is not None and None not in kept]
        return replace(found, narrow=[Range(0, 1, 3, frozenset(blamed))] if blamed else [])

    monkeypatch.setattr(protecting._Protection, "_bound", find_narrow)
    people = {
        (sex, age, answer): 60 - 4 * at
        for at, answer in enumerate(SAFETY)
        for sex in ("female", "male")
        for age in ("18_24", "old")
    }
    folder = write_people(tmp_path / "r", people)
    tabulation = Tabulation(name="dark", label="Dark", item="after_dark", domains=("all",))
    plan = make_small_plan([ALL, WOMEN, YOUNG.model_copy(update={"agreed": False})])
    plan = plan.model_copy(update={"tabulations": (tabulation,)})
    results = estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l"))
    withheld: set[Place] = {
        (row.domain, None) for row in results.rows if row.status is not Status.RELEASED
    }
    (distribution,) = results.distributions
    withheld |= {
        ("all", one.code) for one in distribution.options if one.status is not Status.RELEASED
    }
    assert withheld == gone
