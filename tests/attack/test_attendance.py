"""Who took part: what two releases, or a release and its headcounts, tell of a few people."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from analysis.disclosure import Released
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Domain, Grouping, Level, Plan, Tabulation
from analysis.recording import record_release
from analysis.rows import Results
from surveys.errors import EstimateError
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan
from tests.support.released import release

ALL = (Domain(name="all", label="All"),)
HEADLINE = (make_measure(domains=("all",), breakdowns=()),)
DARK = ("very_safe", "fairly_safe", "neither", "fairly_unsafe", "very_unsafe", "dont_know")


def write_people(folder: Path, answers: Mapping[str, Sequence[str]], **more: object) -> Path:
    kinds = {name: dict.fromkeys(sorted(set(one)), "substantive") for name, one in answers.items()}
    return write_round(folder, answers, kinds | {"after_dark": SAFETY}, **more)  # type: ignore[arg-type]  # what a round is written with


def publish(folder: Path, plan: Plan, ledger: Ledger) -> Results:
    released: Released = release(estimate_measures(folder, plan, ledger=ledger))
    record_release(ledger, released, plan, plan.name)
    return released.results


def make_banded(name: str, **bands: str) -> Plan:
    """A plan that divides people of ages a, b and c into young and old."""
    levels = tuple(
        Level(code=code, label=code, when={"age": tuple(ages)}) for code, ages in bands.items()
    )
    age = Grouping(name="age", label="Age", levels=levels, shares=dict.fromkeys(bands, 0.5))
    return make_plan(name=name, domains=ALL, groupings=(age,), measures=HEADLINE)


FIRST = make_banded("first", young="a", old="bc")
SECOND = make_banded("second", young="ab", old="c")


def make_ages(size: int, seed: int) -> dict[str, list[str]]:
    chance = random.Random(seed)
    ages = chance.choices("abc", (45, 5, 50), k=size)
    return {"age": ages, "after_dark": chance.choices(("very_safe", "neither"), (60, 40), k=size)}


def list_between(first: Results, second: Results) -> Iterator[int]:
    """How many people can be of age b, by what both releases print."""
    told = [
        {one.code: (one.people, one.unweighted) for one in results.took_part.groupings[0].levels}
        for results in (first, second)
        if results.took_part
    ]
    everybody = first.method.respondents
    for size in range(everybody - 2, everybody + 3):
        young = [[count for count in range(size + 1) if fits(one, count, size)] for one in told]
        yield from (more - less for less in young[0] for more in young[1] if more >= less)


def fits(told: Mapping[str, tuple[int | None, float | None]], count: int, size: int) -> bool:
    return all(
        people is None or (abs(people - number) <= 2 and round(number / size, 2) == share)
        for number, (people, share) in ((count, told["young"]), (size - count, told["old"]))
    )


@pytest.mark.parametrize(("size", "seed"), [(80, 0), (80, 1), (200, 0), (200, 3)])
def test_age_bands_of_two_plans_do_not_tell_of_the_few_between_them(
    tmp_path: Path, size: int, seed: int
) -> None:
    answers = make_ages(size, seed)
    folder = write_people(tmp_path / "r", answers)
    ledger = Ledger(tmp_path / "known")
    first = publish(folder, FIRST, ledger)
    unaware = set(list_between(first, publish(folder, SECOND, Ledger(tmp_path / "none"))))
    assert max(unaware) - min(unaware) < 5, "it is known where nobody looks"
    left = set(list_between(first, publish(folder, SECOND, ledger)))
    assert answers["age"].count("b") in left
    assert max(left) - min(left) >= 5


def test_the_same_release_again_shows_the_same_groups(tmp_path: Path) -> None:
    folder, ledger = write_people(tmp_path / "r", make_ages(80, 0)), Ledger(tmp_path / "l")
    results = [publish(folder, plan, ledger).took_part for plan in (FIRST, SECOND) * 2]
    assert results[:2] == results[2:]
    assert [one.hidden for one in results[0].groupings[0].levels] == ["", ""]  # type: ignore[union-attr]  # it is shown


def make_eligible(size: int, seed: int) -> dict[str, list[str]]:
    chance = random.Random(seed)
    sexes = chance.choices(("female", "male", "x"), (48, 46, 6), k=size)
    return {"sex": sexes, "after_dark": chance.choices(("very_safe", "neither"), (60, 40), k=size)}


EVERYBODY = make_plan(
    domains=ALL, groupings=(make_grouping("sex", {"female": 0.5, "male": 0.5}),), measures=HEADLINE
)
WHO_SAID = EVERYBODY.model_copy(update={"eligible": {"sex": ("female", "male")}})


def list_left(first: Results, second: Results) -> set[tuple[int, int]]:
    """How many did not give their sex, and how many of them said yes, by both headlines."""
    pairs = []
    for results in (first, second):
        row = results.rows[0]
        base = row.base or 0
        pairs.append(
            [
                (size, yes)
                for size in range(max(30, base - 2), base + 3)
                for yes in range(3, size - 2)
                if round(yes / size, 2) == row.unweighted
            ]
        )
    every = ((m - n, x - y) for m, x in pairs[0] for n, y in pairs[1])
    return {(people, yes) for people, yes in every if 0 <= yes <= people}


@pytest.mark.parametrize("seed", [0, 1, 2, 3])
def test_measures_by_two_plans_do_not_tell_of_those_in_one_alone(tmp_path: Path, seed: int) -> None:
    folder = write_people(tmp_path / "r", make_eligible(70, seed))
    ledger = Ledger(tmp_path / "known")
    first = publish(folder, EVERYBODY, ledger)
    unaware = list_left(first, publish(folder, WHO_SAID, Ledger(tmp_path / "none")))
    yes = [one for _, one in unaware]
    assert max(yes) - min(yes) < 5, "it is known where nobody looks"
    told: set[int | None] = set()
    with suppress(EstimateError):
        told |= {row.base for row in publish(folder, WHO_SAID, ledger).rows}
    assert told <= {None}, "nothing leaves, or no headline"


def test_what_would_give_few_people_away_whatever_is_withheld_does_not_leave(
    tmp_path: Path,
) -> None:
    folder, ledger = write_people(tmp_path / "r", make_eligible(70, 1)), Ledger(tmp_path / "l")
    publish(folder, EVERYBODY, ledger)
    with pytest.raises(EstimateError) as refused:
        release(estimate_measures(folder, WHO_SAID, ledger=ledger))
    assert refused.value.code == "release.exposed"
    assert "published of this round before" in refused.value.fault.remedy


def write_apart(folder: Path) -> tuple[Path, Plan]:
    """Sixty people in four arms with a sensitive item: the headcounts tell too much of them."""
    chance = random.Random(209)
    columns = {
        "sex": chance.choices(("female", "male", "x"), (50, 44, 6), k=60),
        "area": chance.choices(("n", "s", "e", "x"), (55, 33, 9, 3), k=60),
    }
    arms = chance.choices(("iC", "iA", "oC", "oA"), (55, 10, 25, 10), k=60)
    flags = chance.choices(("", "speeder"), (85, 15), k=60)
    ways = [(30, 30, 10, 15, 10, 5), (60, 30, 3, 3, 2, 2), (5, 10, 20, 40, 20, 5)]
    columns["after_dark"] = chance.choices(DARK, chance.choice(ways), k=60)
    order = sorted(range(60), key=lambda at: arms[at][1] == "A")
    assisted = sum(one[1] == "A" for one in arms)
    write_people(
        folder,
        {name: [codes[at] for at in order] for name, codes in columns.items()},
        sample=["invited" if arms[at][0] == "i" else "open" for at in order],
        modes={"chat": 60 - assisted, "assisted": assisted},
        flags=[flags[at] for at in order],
    )
    measures = (
        make_measure(breakdowns=("sex", "area"), sensitive=True),
        make_measure(name="very", positive=("very_safe",), breakdowns=("area",), sensitive=True),
    )
    plan = make_plan(
        groupings=(
            make_grouping("sex", {"female": 0.5, "male": 0.5}),
            make_grouping("area", {"n": 0.4, "s": 0.3, "e": 0.3}),
        ),
        measures=measures,
        tabulations=(Tabulation(name="t", item="after_dark", label="t", domains=("all", "women")),),
    )
    return folder, plan


def test_groups_of_those_who_took_part_go_before_any_figure(tmp_path: Path) -> None:
    folder, plan = write_apart(tmp_path / "r")
    results = estimate_measures(folder, plan, ledger=Ledger(tmp_path / "l"))
    assert results.audit is not None
    assert (results.audit.narrowest or 0) >= 5
    plain = estimate_measures(folder, plan)
    assert [one.status for one in results.rows] == [one.status for one in plain.rows]
    shown = [
        [one.people for grouping in found.groupings for one in grouping.levels if not one.hidden]
        for found in (results.took_part, plain.took_part)
        if found
    ]
    assert len(shown[0]) < len(shown[1])
    assert release(results).results.rows[0].base == 30
