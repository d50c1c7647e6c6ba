"""Open, invited and assisted answers in one round: each by itself, in every output."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from analysis.arms import NOT_WEIGHTED
from analysis.dataset import open_round
from analysis.disclosure import Internal, Released
from analysis.groups import QUALITY
from analysis.measures import estimate_measures
from analysis.plan import Plan, Weighting
from analysis.results import render_csv, render_json, render_table
from analysis.rows import Results, Row
from analysis.samples import Selection, find_arms
from analysis.shown import Status
from surveys.errors import EstimateError
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import TARGET, find, targeted

KINDS = {"after_dark": SAFETY, "sex": {"female": "substantive", "male": "substantive"}}
RAKED = Weighting(rake=("sex",))
FIGURES = ("estimate", "standard_error", "ci_low", "ci_high", "base", "effective_base", "status")


@dataclass(frozen=True)
class People:
    """People who came in one way: women and men who feel (safe, unsafe), with a weight each."""

    women: tuple[int, int]
    men: tuple[int, int]
    sample: str = "open"
    mode: str = "chat"
    weight: float | None = None

    @property
    def size(self) -> int:
        return sum(self.women) + sum(self.men)


def write(folder: Path, *groups: People, **changes: Any) -> Path:
    """A round of these people; those of one mode stand together."""
    ordered = sorted(groups, key=lambda group: group.mode)
    sex, dark, sample = [], [], []
    weights: list[float | None] = []
    modes: dict[str, int] = {}
    for group in ordered:
        for code, (safe, unsafe) in (("female", group.women), ("male", group.men)):
            sex += [code] * (safe + unsafe)
            dark += ["very_safe"] * safe + ["very_unsafe"] * unsafe
        sample += [group.sample] * group.size
        weights += [group.weight] * group.size
        modes[group.mode] = modes.get(group.mode, 0) + group.size
    return write_round(
        folder,
        {"sex": sex, "after_dark": dark},
        KINDS,
        sample=sample,
        modes=modes,
        weights=weights,
        **changes,
    )


def measure(folder: Path, *groups: People, plan: Plan | None = None, **changes: Any) -> Results:
    return estimate_measures(write(folder, *groups, **changes), plan or make_plan(weighting=RAKED))


def figures(row: Row) -> list[object]:
    return [getattr(row, name) for name in FIGURES]


def keys(results: Results) -> list[tuple[str, str | None, str | None]]:
    return [(row.domain, row.breakdown, row.category) for row in results.rows]


OPEN = People((60, 40), (80, 40))
INVITED = People((50, 70), (60, 30), sample="invited")
ASSISTED = People((30, 25), (20, 35), mode="assisted")


def test_a_round_of_one_kind_has_no_rows_apart(tmp_path: Path) -> None:
    for group in (OPEN, INVITED, ASSISTED):
        results = measure(tmp_path / f"{group.sample}-{group.mode}", group)
        assert {row.breakdown for row in results.rows} == {None, "sex"}
        assert {row.sample for row in results.rows} == {group.sample}
        arm = results.method.arms[0]
        assert (arm.samples, arm.modes) == ((group.sample,), (group.mode,))
        assert (arm.breakdown, len(results.method.arms)) == (None, 1)


def test_the_headline_is_of_the_invited_alone(tmp_path: Path) -> None:
    both = measure(tmp_path / "both", OPEN, INVITED)
    alone = measure(tmp_path / "alone", INVITED)
    for row in alone.rows:
        same = find(both, row.domain, row.breakdown, row.category)
        assert figures(same) == figures(row)
        assert (same.sample, same.weighting) == ("invited", "raked: sex")


def test_the_open_answers_are_rows_by_themselves(tmp_path: Path) -> None:
    both = measure(tmp_path / "both", OPEN, INVITED)
    alone = measure(tmp_path / "alone", OPEN)
    for domain in ("all", "women"):
        row = find(both, domain, "sample", "open")
        assert figures(row) == figures(find(alone, domain))
        assert row.sample == "open"
        assert figures(find(both, domain, "sample", "invited")) == figures(find(both, domain))


def test_rows_apart_are_there_for_every_domain_of_every_measure(tmp_path: Path) -> None:
    measures = (make_measure(), make_measure(name="other", domains=("women",), breakdowns=()))
    results = measure(tmp_path / "r", OPEN, INVITED, plan=make_plan(measures=measures))
    apart = [(r.measure, r.domain, r.category) for r in results.rows if r.breakdown == "sample"]
    assert sorted(apart) == sorted(
        [
            (m, d, c)
            for m, d in (("safe", "all"), ("safe", "women"), ("other", "women"))
            for c in ("invited", "open")
        ]
    )


def test_a_verdict_is_indicative_only_where_the_headline_is_open(tmp_path: Path) -> None:
    for groups, indicative in (((OPEN,), True), ((OPEN, INVITED), False)):
        folder = write(tmp_path / f"{indicative}", *groups)
        target = find(estimate_measures(folder, targeted()), TARGET.domain).target
        assert target is not None
        assert target.indicative is indicative


def test_only_headline_rows_carry_the_target(tmp_path: Path) -> None:
    results = estimate_measures(write(tmp_path / "r", OPEN, INVITED), targeted())
    assert {r.breakdown for r in results.rows if r.target} == {None}


class TestDesignWeights:
    HEAVY = People((50, 70), (60, 30), sample="invited", weight=3.0)
    LIGHT = People((10, 10), (30, 20), sample="invited", weight=1.0)
    PLAN = make_plan(weighting=Weighting(design=True))

    def test_they_weigh_the_invited_alone(self, tmp_path: Path) -> None:
        results = measure(tmp_path / "r", OPEN, self.HEAVY, self.LIGHT, plan=self.PLAN)
        row = find(results, "all")
        assert row.estimate == pytest.approx((110 * 3 + 40) / (210 * 3 + 70))
        assert (row.base, row.weighting) == (280, "design weight")
        apart = find(results, "all", "sample", "open")
        assert (apart.estimate, apart.weighting) == (140 / 220, "none")

    def test_a_plan_without_them_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(EstimateError, match="design: true"):
            measure(tmp_path / "r", OPEN, self.HEAVY, self.LIGHT)

    def test_codes_of_equal_chances_need_none(self, tmp_path: Path) -> None:
        assert find(measure(tmp_path / "r", OPEN, INVITED), "all").weighting == "raked: sex"
        row = find(measure(tmp_path / "s", OPEN, INVITED, plan=self.PLAN), "all")
        assert (row.estimate, row.weighting) == (110 / 210, "equal design weights")

    def test_some_of_the_invited_without_one_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(EstimateError, match="210 answers have no positive design weight"):
            measure(tmp_path / "r", self.LIGHT, INVITED, plan=self.PLAN)

    def test_an_open_round_without_any_is_refused_where_the_plan_wants_them(
        self, tmp_path: Path
    ) -> None:
        with pytest.raises(EstimateError, match="no answer has a design weight"):
            measure(tmp_path / "r", OPEN, plan=self.PLAN)


class TestAssisted:
    def test_they_are_never_a_reason_to_refuse(self, tmp_path: Path) -> None:
        results = measure(tmp_path / "r", OPEN, ASSISTED)
        alone = measure(tmp_path / "alone", OPEN)
        apart = measure(tmp_path / "apart", ASSISTED)
        assert figures(find(results, "all")) == figures(find(alone, "all"))
        assert figures(find(results, "all", "mode", "chat")) == figures(find(alone, "all"))
        assert figures(find(results, "all", "mode", "assisted")) == figures(find(apart, "all"))

    def test_a_plan_can_pool_them(self, tmp_path: Path) -> None:
        plan = make_plan(weighting=Weighting(pool_modes=True))
        results = measure(tmp_path / "r", OPEN, ASSISTED, plan=plan)
        assert find(results, "all").base == OPEN.size + ASSISTED.size
        assert "mode" not in {row.breakdown for row in results.rows}
        assert "counted together" in results.method.who

    def test_pooling_modes_does_not_pool_samples(self, tmp_path: Path) -> None:
        plan = make_plan(weighting=Weighting(pool_modes=True))
        results = measure(tmp_path / "r", OPEN, INVITED, ASSISTED, plan=plan)
        assert find(results, "all").base == INVITED.size
        assert find(results, "all", "sample", "open").base == OPEN.size + ASSISTED.size

    def test_paper_beside_chat_is_refused_as_before(self, tmp_path: Path) -> None:
        paper = People((30, 25), (20, 35), sample="imported", mode="paper")
        with pytest.raises(EstimateError, match=r"mixes chat, paper,"):
            measure(tmp_path / "r", OPEN, ASSISTED, paper)

    def test_too_few_to_be_weighted_are_told_as_they_are(self, tmp_path: Path) -> None:
        women = People((20, 20), (0, 0), mode="assisted")
        row = find(measure(tmp_path / "r", OPEN, women), "all", "mode", "assisted")
        assert (row.estimate, row.base, row.weighting) == (0.5, 40, NOT_WEIGHTED)

    @pytest.mark.parametrize(
        ("people", "count"), [(7, "fewer than 10 answers"), (112, "About 110 answers")]
    )
    def test_every_headline_row_says_how_many_stand_apart(
        self, tmp_path: Path, people: int, count: str
    ) -> None:
        assisted = People((people, 0), (0, 0), mode="assisted")
        results = measure(tmp_path / "r", OPEN, assisted)
        note = f"{count} (taken by an interviewer) stand apart and are not in this figure: "
        for row in results.rows:
            said = any(one.startswith(note) for one in row.notes)
            assert said is (row.breakdown is None)

    def test_another_mode_apart_breaks_no_series(self, tmp_path: Path) -> None:
        before = write(tmp_path / "before", OPEN, opens_on="2025-05-01", closes_on="2025-05-31")
        now = write(tmp_path / "now", OPEN, ASSISTED)
        row = find(estimate_measures(now, targeted(), [before]))
        assert row.baseline is not None
        assert row.baseline.same_method
        assert row.change is not None

    def test_another_sample_in_the_headline_does(self, tmp_path: Path) -> None:
        before = write(tmp_path / "before", OPEN, opens_on="2025-05-01", closes_on="2025-05-31")
        now = write(tmp_path / "now", OPEN, INVITED)
        row = find(estimate_measures(now, targeted(), [before]))
        assert row.change is None
        assert any("the sample was open and is invited" in note for note in row.notes)


@pytest.mark.parametrize(
    ("groups", "places"),
    [
        (
            [OPEN, INVITED, ASSISTED],
            [("sample", "invited"), ("sample", "open"), ("sample", "open_assisted")],
        ),
        (
            [OPEN, INVITED, People((30, 30), (30, 30), "invited", "assisted")],
            [("sample", "invited"), ("sample", "open"), ("mode", "chat"), ("mode", "assisted")],
        ),
        (
            [OPEN, People((30, 30), (30, 30), "invited", "assisted")],
            [("sample", "invited"), ("sample", "open_chat")],
        ),
    ],
    ids=["open in two modes", "invited in two modes", "invited by interviewers alone"],
)
def test_everybody_is_in_one_arm(
    tmp_path: Path, groups: list[People], places: list[tuple[str, str]]
) -> None:
    results = measure(tmp_path / "r", *groups)
    found = {(row.breakdown, row.category) for row in results.rows if row.breakdown != "sex"}
    assert found - {(None, None)} == set(places)
    counts = [arm.respondents for arm in results.method.arms]
    assert sum(int(count) for count in counts) == sum(group.size for group in groups)
    rows = [find(results, "all", a.breakdown, a.category) for a in results.method.arms]
    assert [row.base for row in rows] == counts


def test_imported_answers_are_counted_with_the_invited_where_modes_are_pooled(
    tmp_path: Path,
) -> None:
    plan = make_plan(weighting=Weighting(pool_modes=True))
    paper = People((10, 10), (10, 10), sample="imported", mode="paper")
    results = measure(tmp_path / "r", OPEN, INVITED, paper, plan=plan)
    row = find(results, "all")
    assert (row.base, row.sample) == (INVITED.size + 40, "imported, invited")


def test_who_each_arm_is_stands_in_the_method(tmp_path: Path) -> None:
    method = measure(tmp_path / "r", OPEN, INVITED).method
    invited, opened = method.arms
    assert method.who == invited.who
    assert "random sample" in invited.who
    assert "chose" not in invited.who
    assert "chose to take part" in opened.who
    assert (method.respondents, opened.respondents) == (INVITED.size, OPEN.size)


class TestDisclosure:
    def test_few_people_in_an_arm_are_withheld_there_alone(self, tmp_path: Path) -> None:
        few = People((8, 4), (3, 5), mode="assisted")
        results = release(measure(tmp_path / "r", OPEN, few)).results
        row = find(results, "all", "mode", "assisted")
        assert (row.status, row.estimate, row.base) == (Status.TOO_FEW, None, None)
        assert find(results, "all").status is Status.RELEASED

    def test_what_a_domain_leaves_of_its_arm_is_protected(self, tmp_path: Path) -> None:
        """All but the women of an arm are two people, who must not be had by subtraction."""
        odd = People((60, 40), (1, 1))
        results = measure(tmp_path / "r", INVITED, odd, plan=make_plan())
        statuses = [find(results, d, "sample", "open").status for d in ("all", "women")]
        assert statuses == [Status.RELEASED, Status.SUPPRESSED]

    def test_the_headline_twice_has_one_status(self, tmp_path: Path) -> None:
        odd = People((60, 40), (1, 1), sample="invited")
        results = measure(tmp_path / "r", OPEN, odd, plan=make_plan())
        for domain in ("all", "women"):
            assert find(results, domain).status is find(results, domain, "sample", "invited").status

    @pytest.mark.parametrize(("people", "count"), [(9, "fewer than 10"), (112, 110)])
    def test_counts_of_arms_are_rounded(
        self, tmp_path: Path, people: int, count: int | str
    ) -> None:
        exact = measure(tmp_path / "r", OPEN, People((people, 0), (0, 0), mode="assisted"))
        assert exact.method.arms[1].respondents == people
        assert release(exact).results.method.arms[1].respondents == count

    def test_a_mode_of_few_people_is_not_named_in_an_arm(self, tmp_path: Path) -> None:
        paper = People((30, 30), (30, 30), sample="imported", mode="paper")
        fax = People((2, 2), (0, 0), sample="imported", mode="fax")
        results = release(measure(tmp_path / "r", paper, fax)).results
        assert results.method.arms[0].modes == ("paper",)


class TestMarksOfQuality:
    FLAGS: Sequence[str] = (
        *["speeder"] * 13,
        *["burst,speeder"] * 4,
        *[""] * (OPEN.size + INVITED.size - 17),
    )

    def test_they_are_counted_and_nobody_is_left_out(self, tmp_path: Path) -> None:
        with_marks = measure(tmp_path / "r", OPEN, INVITED, flags=self.FLAGS)
        without = measure(tmp_path / "s", OPEN, INVITED)
        assert with_marks.method.flags == {"speeder": 17, "straight_lining": 0, "burst": 4}
        kept = [row for row in with_marks.rows if row.breakdown != QUALITY]
        for row, other in zip(kept, without.rows, strict=True):
            assert row.status is other.status
            assert row.base == other.base
            assert row.estimate == pytest.approx(other.estimate, rel=1e-12)
        assert without.method.flags == {}

    def test_in_public_they_are_rounded(self, tmp_path: Path) -> None:
        released = release(measure(tmp_path / "r", OPEN, INVITED, flags=self.FLAGS))
        assert json.loads(render_json(released))["method"]["flags"] == {
            "speeder": 15,
            "straight_lining": "fewer than 10",
            "burst": "fewer than 10",
        }

    def test_the_table_says_so(self, tmp_path: Path) -> None:
        released = release(measure(tmp_path / "r", OPEN, INVITED, flags=self.FLAGS))
        text = print_table(released)
        assert "like all other answers: 15 came faster than the questions can be read; " in text
        assert "fewer than 10 came as one of many within minutes." in text


class TestInvitationCodes:
    ABOUT: Mapping[str, object] = {
        "codes": [
            {"stratum": "north", "design_weight": 1.5, "issued": 1000, "used": 107},
            {"stratum": "south", "design_weight": 1.0, "issued": 500, "used": 60},
        ]
    }

    def test_how_many_were_issued_and_used_is_told_rounded(self, tmp_path: Path) -> None:
        results = measure(tmp_path / "r", INVITED, about=self.ABOUT)
        assert (results.method.codes_issued, results.method.codes_used) == (1500, 167)
        released = release(results)
        method = json.loads(render_json(released))["method"]
        assert (method["codes_issued"], method["codes_used"]) == (1500, 165)
        assert "Invitation codes: 1,500 issued, 165 used." in print_table(released)

    def test_without_codes_nothing_is_said_of_them(self, tmp_path: Path) -> None:
        released = release(measure(tmp_path / "r", OPEN))
        assert "Invitation codes" not in print_table(released)


def print_table(outcome: Released | Internal) -> str:
    console = Console(width=240, file=io.StringIO(), record=True)
    console.print(render_table(outcome))
    return console.export_text()


class TestOutputs:
    @pytest.fixture
    def released(self, tmp_path: Path) -> Released:
        return release(measure(tmp_path / "r", OPEN, INVITED, ASSISTED))

    def test_json_has_arms_and_rows(self, released: Released) -> None:
        content = json.loads(render_json(released))
        arms = content["method"]["arms"]
        assert [(arm["category"], arm["respondents"]) for arm in arms] == [
            (None, 210),
            ("open", 220),
            ("open_assisted", 110),
        ]
        samples = {row["category"]: row["sample"] for row in content["results"]}
        assert (samples[None], samples["open"]) == ("invited", "open")

    def test_csv_has_the_sample_of_every_row(self, released: Released) -> None:
        lines = list(csv.DictReader(io.StringIO(render_csv(released))))
        found = {(line["breakdown"], line["category"]): line["sample"] for line in lines}
        assert found["sample", "open_assisted"] == "open"
        assert found["", ""] == "invited"

    def test_the_table_shows_them_without_being_asked(self, released: Released) -> None:
        text = print_table(released)
        assert "sample: All, open to all" in text
        assert "sample: All, open to all, taken by an interviewer" in text
        assert "sex: female" not in text
        assert "Sample: invited, 210 answers, in every figure but those by sample or mode." in text
        assert "Sample: open, 220 answers, apart: breakdown sample, category open." in text

    def test_the_table_of_one_sample_names_it(self, tmp_path: Path) -> None:
        text = print_table(release(measure(tmp_path / "one", OPEN)))
        assert "Sample: open, 220 answers." in text
        assert "each by itself" not in text


def test_one_arm_reads_the_round_itself_and_several_a_selection(tmp_path: Path) -> None:
    one = open_round(write(tmp_path / "one", OPEN))
    assert find_arms(one, make_plan())[0].answers is one
    two = open_round(write(tmp_path / "two", OPEN, INVITED))
    arms = find_arms(two, make_plan())
    assert all(isinstance(arm.answers, Selection) for arm in arms)
    assert [arm.answers.size for arm in arms] == [INVITED.size, OPEN.size]


def test_each_arm_has_cautions_of_its_own(tmp_path: Path) -> None:
    men = People((0, 0), (60, 60))
    plan = make_plan(weighting=Weighting(rake=("sex",), min_respondents=200))
    results = measure(tmp_path / "r", INVITED, men, plan=plan)
    nobody = "Nobody who answered is in the group female (sex): nobody stands for theirs."
    assert find(results, "all").cautions == ()
    assert find(results, "all", "sample", "invited").cautions == ()
    assert find(results, "all", "sample", "open").cautions == (nobody,)


def test_an_arm_of_few_answers_says_so(tmp_path: Path) -> None:
    results = measure(tmp_path / "r", OPEN, People((15, 15), (15, 15), mode="assisted"))
    (few,) = find(results, "all", "mode", "assisted").cautions
    assert few.startswith("Fewer than 100 answers")
    assert find(results, "all").cautions == ()
    table = print_table(release(results))
    assert "* Low reliability. Fewer than 100 answers" in table
    assert next(line.count("50 % *") for line in table.splitlines() if "interviewer" in line) == 1
