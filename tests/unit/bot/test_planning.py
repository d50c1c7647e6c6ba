"""`canvass plan-sample`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from surveys.errors import EstimateError, PlanRefused


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["plan-sample", *words], env={"COLUMNS": "160"})


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PLAN", raising=False)


def lines_of(told: Result, *words: str) -> list[list[str]]:
    """The cells of the table rows that have all these words."""
    rows = [line for line in told.output.splitlines() if all(word in line for word in words)]
    return [[cell.strip() for cell in row.strip("│").split("│")] for row in rows]


def test_the_reference_sizes_come_out_for_both_readings() -> None:
    told = run("--measure", "safe_after_dark", "--baseline", "0.5", "--deff", "1")
    assert told.exit_code == 0
    relative, *_ = lines_of(told, "10 per cent more")
    assert relative == ["All residents 16+", "10 per cent more", "50 %", "55.0 %", "1,565", "1,565"]
    points, *_ = lines_of(told, "10 points more")
    assert points == ["", "10 points more", "50 %", "60.0 %", "388", "388"]


def test_the_domain_of_the_target_is_named_and_its_share_counts() -> None:
    told = run("--measure", "safe_after_dark", "--baseline", "0.5", "--deff", "1")
    women, *_ = lines_of(told, "Women and girls 16+ (the plan's target)")
    assert women[-2:] == ["1,565", "3,133"]
    assert lines_of(told, "Under-represented", "per cent")[0][-1] == "not known"
    assert "the plan's margins do not say how many residents are in that domain" in told.output


def test_what_a_number_of_answers_shows() -> None:
    told = run("--measure", "trust_police", "--baseline", "0.5", "--deff", "1", "--answers", "400")
    rows = lines_of(told, "points, to")
    assert rows == [
        ["400", "All residents 16+", "400", "10 points, to 60 %"],
        ["", "Women and girls 16+", "200", "14 points, to 64 %"],
    ]


@pytest.mark.parametrize(
    ("answers", "said"), [("29", "no figure under 30"), ("99", "no verdict on a target")]
)
def test_few_answers_are_called_few(answers: str, said: str) -> None:
    told = run("--measure", "trust_police", "--baseline", "0.5", "--answers", answers)
    assert said in lines_of(told, "All residents 16+", f" {answers} ")[0][-1]


def test_usual_numbers_are_shown_where_none_is_given() -> None:
    told = run("--measure", "trust_police")
    assert [row[0] for row in lines_of(told, "All residents 16+", "points, to")] == [
        "400",
        "1,000",
        "2,000",
    ]


def test_where_it_starts_and_what_is_assumed_is_said() -> None:
    told = run("--measure", "safe_after_dark")
    said = " ".join(told.output.split())
    assert "All residents 16+: from 58 %, Tower Hamlets Annual Residents' Survey" in said
    assert "Women and girls 16+: from 50 %, assumed: there is no earlier figure." in said
    assert "100 answers are taken to be worth 67 (design effect 1.5)" in said
    assert "10% increase in the proportion of women and girls" in said


def test_a_measure_without_a_number_gets_examples() -> None:
    told = run("--measure", "safe_in_day")
    assert "5 and 10 points are examples" in told.output


def test_a_rise_to_everybody_is_called_what_it_is() -> None:
    told = run("--measure", "safe_in_day", "--baseline", "0.95")
    assert lines_of(told, "10 points more")[0][3:] == ["100 % or more", "cannot be shown", ""]


@pytest.mark.parametrize(
    ("words", "error", "code"),
    [
        (("--measure", "nope"), EstimateError, "planning.measure"),
        (("--measure", "trust_police", "--power", "80"), EstimateError, "planning.range"),
        (("--measure", "trust_police", "--baseline", "45"), EstimateError, "planning.range"),
        (("--measure", "trust_police", "--deff", "0"), EstimateError, "planning.range"),
        (("--measure", "trust_police", "--plan", "nope"), PlanRefused, "plan.missing"),
    ],
    ids=["measure", "power", "baseline", "deff", "plan"],
)
def test_what_cannot_be_planned_is_refused(
    words: tuple[str, ...], error: type[EstimateError] | type[PlanRefused], code: str
) -> None:
    told = run(*words)
    assert isinstance(told.exception, error)
    assert told.exception.code == code
    assert told.output == ""


@pytest.mark.parametrize("words", [(), ("--measure", "x", "--answers", "0")])
def test_a_wrong_use_ends_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_what_showing_the_target_met_takes_is_told_for_its_domain() -> None:
    told = run("--measure", "safe_after_dark", "--baseline", "0.5", "--deff", "1")
    rows = lines_of(told, "per cent more", "15 per cent")
    assert [row[1:] for row in rows] == [
        ["10 per cent more", "15 per cent more", "50 %", "57.5 %", "6,909", "13,831"]
    ]
    assert "happens 2.5 times in 100" in " ".join(told.output.split())


def test_a_measure_without_a_number_has_no_such_table() -> None:
    assert "to show the target met" not in run("--measure", "listens").output
