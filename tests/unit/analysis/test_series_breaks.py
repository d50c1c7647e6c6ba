"""From rounds that the store froze to every output that a recorded break has to print in."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from analysis.dataset import find_earlier_rounds
from analysis.disclosure import Internal, Released
from analysis.measures import estimate_measures
from analysis.plan import Domain, Plan, dump_plan
from analysis.results import render_csv, render_json, render_table
from analysis.rows import Results, Row
from surveys.answers import Answered, Slot
from surveys.errors import RoundError
from surveys.rounds import COMPARED_WITH
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import targeted, write_small
from tests.unit.analysis.test_trend import PLAN, ROUND, build

REASON = "The interview was moved to the winter."
NOTE = f"break in series since round two: {REASON}"
PEOPLE = [("female", "very_safe"), ("female", "unsafe"), ("male", "unsafe"), ("male", "very_safe")]


def write(
    data: Path, name: str, year: int, *, plan: Plan = PLAN, after: str = "", **changes: Any
) -> Path:
    """A round of 240 people, really frozen; nothing in what it asked differs between years.

    At its launch it was compared with the round that it came after.
    """
    round_ = replace(
        ROUND,
        name=name,
        opens_on=date(year, 5, 1),
        closes_on=date(year, 5, 31),
        plan=plan.name,
        checklist={COMPARED_WITH: after} if after else {},
        **changes,
    )
    slots: list[dict[str, Slot]] = [
        {
            "sex": Answered((sex,)),
            "after_dark": Answered((answer,)),
            "in_day": Answered(("very_safe" if number % 3 else "unsafe",)),
        }
        for number, (sex, answer) in enumerate(PEOPLE * 60)
    ]
    responses = [FrozenResponse("en", "chat", "open", slot) for slot in slots]
    freeze(round_, build(), responses, data / name, FieldworkCounts(plan=dump_plan(plan)))
    return data / name


def estimate(folder: Path, plan: Plan = PLAN) -> Results:
    return estimate_measures(folder, plan, find_earlier_rounds(folder.parent, folder))


def find(results: Results, measure: str, domain: str = "all") -> Row:
    return next(r for r in results.rows if (r.measure, r.domain) == (measure, domain))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    data = tmp_path_factory.mktemp("data")
    return {
        "one": write(data, "one", 2025),
        "two": write(data, "two", 2026, breaks={"dark": REASON}),
        "three": write(data, "three", 2027),
        "four": write(data, "four", 2028),
    }


def list_notes(outcome: Released | Internal) -> Iterator[tuple[str, str, str]]:
    """Measure, output and notes, in every form that results are given in."""
    content = json.loads(render_json(outcome))
    for row in content["results"]:
        yield row["measure"], "json", " ".join(row["notes"])
    for line in csv.DictReader(io.StringIO(render_csv(outcome))):
        yield line["measure"], "csv", line["notes"]
    console = Console(width=240, file=io.StringIO(), record=True)
    console.print(render_table(outcome))
    yield "dark", "table", console.export_text()


@pytest.mark.parametrize("name", ["two", "three", "four"])
@pytest.mark.parametrize("gate", [release, Internal])
def test_a_recorded_break_prints_in_its_round_and_in_every_later_one(
    folders: Mapping[str, Path], name: str, gate: Any
) -> None:
    results = estimate(folders[name])
    printed = list(list_notes(gate(results)))
    assert {output for _, output, _ in printed} == {"json", "csv", "table"}
    for measure, output, notes in printed:
        assert (NOTE in notes) is (measure == "dark"), (measure, output)
    content = json.loads(render_json(gate(results)))
    assert content["series"]["name"] == "annual-perception"
    assert content["series"]["rounds"][:2] == ["one", "two"]
    assert content["series"]["breaks"] == [{"measure": "dark", "round": "two", "reason": REASON}]


def test_nothing_is_told_before_the_break(folders: Mapping[str, Path]) -> None:
    assert not any(
        "break" in notes for _, _, notes in list_notes(release(estimate(folders["one"])))
    )


@pytest.mark.parametrize(
    ("name", "dark", "day"),
    [("two", "one", "one"), ("three", "two", "one"), ("four", "two", "one")],
)
def test_no_round_is_compared_with_one_from_before_the_break(
    folders: Mapping[str, Path], name: str, dark: str, day: str
) -> None:
    results = estimate(folders[name])
    broken, whole = find(results, "dark"), find(results, "day")
    assert broken.baseline is not None
    assert whole.baseline is not None
    assert f"round {dark}," in broken.baseline.source
    assert f"round {day}," in whole.baseline.source
    assert broken.baseline.same_method is (name != "two")
    assert broken.baseline.source.startswith("different method") is (name == "two")
    assert (broken.change is None) is (name == "two")
    assert whole.change is not None


def test_a_withheld_row_prints_the_break_too(folders: Mapping[str, Path], tmp_path: Path) -> None:
    about = {"series": "annual-perception", "breaks": {"safe": REASON}}
    answers = {"sex": ["female"] * 12, "after_dark": ["very_safe"] * 12}
    kinds = {"after_dark": SAFETY, "sex": {"female": "substantive", "male": "substantive"}}
    folder = write_round(tmp_path / "two", answers, kinds, about=about)
    rows = release(estimate_measures(folder, make_plan())).results.rows
    assert {row.estimate for row in rows} == {None}
    assert all(NOTE in row.notes for row in rows)


def test_a_target_is_not_read_against_a_round_from_before_the_break(tmp_path: Path) -> None:
    before = write_small(tmp_path / "one", (250, 250), closes_on="2025-05-31")
    people = {"sex": ["female"] * 500, "after_dark": ["very_safe"] * 400 + ["neither"] * 100}
    kinds = {"after_dark": SAFETY, "sex": {"female": "substantive", "male": "substantive"}}
    for breaks, verdict in (({}, "met"), ({"safe": REASON}, "no_baseline")):
        folder = write_round(tmp_path / verdict, people, kinds, about={"breaks": breaks})
        target = find(estimate_measures(folder, targeted(), [before]), "safe", "women").target
        assert target is not None
        assert target.verdict_relative == verdict
        assert (target.relative_value is None) is bool(breaks)


def test_a_blank_reason_is_no_break(tmp_path: Path) -> None:
    write(tmp_path, "one", 2025)
    row = find(estimate(write(tmp_path, "two", 2026, breaks={"dark": " "})), "dark")
    assert row.change is not None
    assert row.notes == ()


class TestARoundInBetweenThatIsGone:
    """Round two broke the series and was withdrawn; three was compared with two alone."""

    MISSING = (
        "break in series since round three: it was compared at its launch with round two, "
        "which is not here."
    )

    def write(self, data: Path) -> Path:
        write(data, "one", 2025)
        write(data, "two", 2026, after="one", breaks={"dark": REASON})
        return write(data, "three", 2027, after="two")

    def test_every_measure_is_broken_before_the_round_that_was_compared_with_it(
        self, tmp_path: Path
    ) -> None:
        folder = self.write(tmp_path)
        assert self.MISSING not in find(estimate(folder), "dark").notes
        assert find(estimate(folder), "day").change is not None
        shutil.rmtree(tmp_path / "two")
        for measure in ("dark", "day"):
            row = find(estimate(folder), measure)
            assert row.change is None
            assert row.baseline is not None
            assert row.baseline.source.startswith("different method: round one")
            assert self.MISSING in row.notes

    def test_later_rounds_go_back_as_far_as_it_and_no_farther(self, tmp_path: Path) -> None:
        self.write(tmp_path)
        folder = write(tmp_path, "four", 2028, after="three")
        shutil.rmtree(tmp_path / "two")
        for measure in ("dark", "day"):
            row = find(estimate(folder), measure)
            assert row.change is not None
            assert row.baseline is not None
            assert row.baseline.source.startswith("round three")
            assert self.MISSING in row.notes

    def test_it_is_printed_in_every_output(self, tmp_path: Path) -> None:
        folder = self.write(tmp_path)
        shutil.rmtree(tmp_path / "two")
        printed = list(list_notes(release(estimate(folder))))
        assert {output for _, output, _ in printed} == {"json", "csv", "table"}
        assert all(self.MISSING in notes for _, _, notes in printed)

    def test_a_round_of_another_series_does_not_stand_for_it(self, tmp_path: Path) -> None:
        folder = self.write(tmp_path)
        shutil.rmtree(tmp_path / "two")
        write(tmp_path, "two", 2026, series="elsewhere")
        assert self.MISSING in find(estimate(folder), "day").notes


class TestAPlanOfAnotherName:
    """The series decides what is compared, and what a plan calls a measure does not."""

    RENAMED = make_plan(
        name="other",
        measures=(
            make_measure(name="night"),
            make_measure(name="dark", item="in_day", domains=("all",)),
        ),
    )

    def test_it_is_compared(self, tmp_path: Path) -> None:
        write(tmp_path, "one", 2025, plan=PLAN.model_copy(update={"name": "other"}))
        row = find(estimate(write(tmp_path, "two", 2026, after="one")), "dark")
        assert row.change is not None
        assert row.notes == ()

    def test_a_break_of_the_same_question_holds_under_another_name(self, tmp_path: Path) -> None:
        write(tmp_path, "one", 2025)
        write(tmp_path, "two", 2026, after="one", breaks={"day": REASON})
        folder = write(tmp_path, "three", 2027, plan=self.RENAMED, after="two")
        results = estimate(folder, self.RENAMED)
        night, dark = find(results, "night"), find(results, "dark")
        assert night.notes == ()
        assert dark.notes == (NOTE,)
        assert [one.measure for one in results.series.breaks] == ["dark"]
        for row, source in ((night, "round one"), (dark, "round two")):
            assert row.baseline is not None
            assert row.baseline.source.startswith(source)


class TestRehearsals:
    def test_one_cannot_be_measured(self, tmp_path: Path) -> None:
        folder = write(tmp_path, "trial", 2026, rehearsal=True)
        with pytest.raises(RoundError, match=r"round 'trial': it was a rehearsal") as refused:
            estimate_measures(folder, PLAN)
        assert refused.value.code == "round.rehearsal"

    def test_one_is_no_baseline_and_breaks_no_series(self, tmp_path: Path) -> None:
        write(tmp_path, "one", 2025)
        trial = write(tmp_path, "trial", 2026, rehearsal=True, breaks={"dark": REASON})
        folder = write(tmp_path, "three", 2027)
        results = estimate(folder)
        assert results.series.rounds == ("one", "three")
        assert results.series.breaks == ()
        assert find(results, "dark").change is not None
        with pytest.raises(RoundError, match="rehearsal"):
            estimate_measures(folder, PLAN, [trial])


class TestRoundsThatThePlanCannotCount:
    """The plan of the latest round names answers that an earlier one did not offer."""

    def compare(self, tmp_path: Path, before: dict[str, Any], plan: Plan) -> Results:
        people = {"sex": ["female", "male"] * 100, "after_dark": ["very_safe", "neither"] * 100}
        earlier = write_round(
            tmp_path / "one", people | before, opens_on="2025-05-01", closes_on="2025-05-31"
        )
        folder = write_round(tmp_path / "two", people, {"after_dark": SAFETY})
        return estimate_measures(folder, plan, [earlier])

    def test_other_answers_set_a_round_aside_for_the_measure(self, tmp_path: Path) -> None:
        results = self.compare(tmp_path, {"after_dark": ["safe", "unsafe"] * 100}, make_plan())
        row = find(results, "safe")
        assert (row.baseline, row.change) == (None, None)
        assert row.notes == ("Round one is not compared: other answers were offered.",)

    def test_it_is_said_of_no_other_measure(self, tmp_path: Path) -> None:
        women = make_measure(name="w", item="sex", positive=("female",), domains=("all",))
        plan = make_plan(measures=(make_measure(domains=("all",)), women))
        results = self.compare(tmp_path, {"after_dark": ["safe", "unsafe"] * 100}, plan)
        assert find(results, "safe").notes
        assert find(results, "w").notes == ()
        assert find(results, "w").change is not None

    def test_groups_that_cannot_be_formed_set_it_aside_for_all(self, tmp_path: Path) -> None:
        domains = (*make_plan().domains, Domain(name="here", label="", when={"sex": ("female",)}))
        plan = make_plan(domains=domains, measures=(make_measure(positive=("very_safe",)),))
        results = self.compare(tmp_path, {"sex": ["f", "m"] * 100}, plan)
        row = find(results, "safe")
        assert (row.baseline, row.change) == (None, None)
        why = "the plan's groups cannot be formed in it (sex has no answer female)"
        assert row.notes == (f"Round one is not compared: {why}.",)

    def test_a_question_that_was_not_asked_is_new_and_nothing_is_said(self, tmp_path: Path) -> None:
        plan = make_plan(
            measures=(
                make_measure(item="sex", positive=("female",), domains=("all",)),
                make_measure(name="dark", positive=("very_safe",)),
            )
        )
        people = {"sex": ["female", "male"] * 100}
        earlier = write_round(
            tmp_path / "one", people, opens_on="2025-05-01", closes_on="2025-05-31"
        )
        now = people | {"after_dark": ["very_safe", "neither"] * 100}
        folder = write_round(tmp_path / "two", now, {"after_dark": SAFETY})
        results = estimate_measures(folder, plan, [earlier])
        assert find(results, "safe").change is not None
        assert (find(results, "dark").baseline, find(results, "dark").notes) == (None, ())
