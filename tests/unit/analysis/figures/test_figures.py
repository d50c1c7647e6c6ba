"""What figures say, in words and as tables, and that nothing withheld is in either."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.disclosure import Internal
from analysis.figures import Kind, list_figures
from analysis.figures.spreads import list_options
from analysis.participation import TookPart
from analysis.rows import Baseline
from analysis.tables import Symbol
from tests.support.figures import figures, panel
from tests.support.released import release
from tests.support.results import (
    TARGET,
    TRUST,
    WELL,
    make_history,
    make_method,
    make_results,
    make_row,
)

PUBLISHED = Path("analysis/plans/tower-hamlets-2025/published.csv")


def came() -> TookPart:
    """Those who took part in a round without weights."""
    took_part = make_results().took_part
    assert took_part is not None
    return replace(
        took_part,
        groupings=tuple(
            replace(one, raked=False, levels=tuple(replace(a, weighted=None) for a in one.levels))
            for one in took_part.groupings
        ),
    )


CAME = came()


def test_only_released_results_are_drawn() -> None:
    for wrong in (make_results(), Internal(make_results())):
        with pytest.raises(TypeError, match="only released results"):
            list_figures(wrong)  # type: ignore[arg-type]  # that is what is tested


def test_there_is_a_panel_for_each_headline_in_its_first_domain_and_its_targets() -> None:
    panels = [one.name for one in figures().values() if one.kind is Kind.MEASURE]
    assert panels == [
        "measure-safe-after-dark-all",
        "measure-safe-after-dark-women",
        "measure-trust-police-all",
        "measure-get-on-well-all",
    ]


def test_every_distribution_breakdown_and_division_has_a_figure() -> None:
    kinds = [one.kind for one in figures().values()]
    assert kinds.count(Kind.DISTRIBUTION) == 4
    assert kinds.count(Kind.BREAKDOWN) == 3
    assert kinds.count(Kind.TOOK_PART) == 3


def test_nothing_is_loaded_that_draws_until_a_figure_is_drawn() -> None:
    code = "import sys, analysis.figures; print('matplotlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout == "False\n"


def test_a_panel_says_every_round_both_readings_and_what_qualifies_them() -> None:
    said = figures()["measure-safe-after-dark-women"].alt
    assert "31 May 2025: 47 %, 42 to 51 %, about 585 answers." in said
    assert "31 May 2027: 51 %, 47 to 56 %, about 585 answers." in said
    assert "10 % more, read relatively: 59 % by 31 March 2028." in said
    assert "10 % more, read as points: 64 % by 31 March 2028." in said
    assert "Read relatively: on track. Read as points: not shown. Indicative only" in said
    assert "The effective base is under 100." in said
    assert "People who chose to take part." in said


def test_a_panel_says_why_a_round_has_no_figure_and_who_else_published() -> None:
    said = figures()["measure-trust-police-all"].alt
    assert "31 May 2026: too few answers." in said
    assert (
        "Public Attitude Survey (another method): March 2016 87 % (first, highest), "
        "December 2022 68 % (lowest), December 2023 72 % (last)." in said
    )
    assert "never tested against. Source: borough dashboard." in said


def test_a_panel_says_where_its_series_breaks() -> None:
    said = figures()["measure-get-on-well-all"].alt
    assert "31 May 2025: 81 %, 76 to 85 %, about 585 answers (not of this series)." in said
    assert "Break in series since round made-up-2026: the question was moved." in said


def test_every_figure_says_how_it_was_made_and_where_it_comes_from() -> None:
    for figure in figures().values():
        assert any(note.startswith("Source: round made-up-2027") for note in figure.notes)
        assert set(figure.notes) < set(figure.alt.splitlines())


def test_options_stand_as_asked_or_the_most_chosen_first_with_hidden_ones_last() -> None:
    one, _, several, _ = release(make_results()).results.distributions
    assert next(option.code for option in list_options(one)) == "very_safe"
    shown = [option.estimate for option in list_options(several)]
    assert shown == [0.40, 0.17, 0.15, None, None]


def test_the_mean_of_a_scale_is_told_with_its_interval() -> None:
    assert (
        "Mean 3.2 (3.1 to 3.3) on a scale from 1 to 5."
        in figures()["answers-problem-noise-all"].alt
    )


def test_a_breakdown_says_each_group_and_why_one_has_no_figure() -> None:
    figure = figures()["groups-safe-after-dark"]
    assert "Sex, Female: 51 %, 54 to 63 %, about 300 answers." in figure.alt
    assert "Area, North west: not shown, to protect people." in figure.alt
    assert "Area, South west: too few answers." in figure.alt
    hidden = {row[1]: row[2] for row in figure.table.rows if isinstance(row[2], Symbol)}
    assert hidden == {
        "North west": Symbol.CONFIDENTIAL,
        "South west": Symbol.TOO_FEW,
    }


def test_who_took_part_stands_beside_residents_and_weighted_where_it_is_a_check() -> None:
    check, raked = figures()["took-part-bangladeshi"], figures()["took-part-area"]
    assert "Bangladeshi: answers 22 %, answers, weighted 29 %, residents 35 %." in check.alt
    assert "Nothing was weighted to these shares" in check.alt
    assert "North east: answers 52 %, residents 26 %." in raked.alt
    assert "North west: [c] under 10 answers, residents 28 %." in raked.alt


def test_groups_that_share_a_weight_are_said_to_meet_residents_only_together() -> None:
    said = [note for note in figures()["took-part-area"].notes if "weights were made" in note]
    assert len(said) == 1
    assert said[0].startswith("Area: weights were made")
    assert "those of North west and South west only together" in said[0]


def test_a_caution_under_groups_names_the_headline_that_it_is_about() -> None:
    notes = figures()["groups-safe-after-dark"].notes
    cautions = {caution for row in make_results().rows for caution in row.cautions}
    said = [note for note in notes if any(note.endswith(caution) for caution in cautions)]
    assert said
    assert all(note not in cautions for note in said)


def test_a_target_without_a_baseline_is_told_without_a_level() -> None:
    without = replace(TARGET, relative_value=None, points_value=None)
    figure = panel(target=without)
    assert "Its level cannot be drawn: there is no earlier round" in figure.alt
    assert "by 31 March 2028" not in figure.alt


def test_an_increase_without_a_number_keeps_the_level_of_the_baseline() -> None:
    any_increase = replace(TARGET, increase=0.0, relative_value=0.47, points_value=0.47)
    baseline = Baseline(0.47, "round made-up-2025, closed 2025-05-31", True, 587)
    figure = panel(target=any_increase, baseline=baseline)
    assert "Higher than 47 % by 31 March 2028." in figure.alt


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param("borough dashboard", " Source: borough dashboard.", id="named"),
        pytest.param(
            "A plan, line 3; base: a copy at https://www.example.org/2016/a-long-page",
            " Source: A plan, line 3. The table says where each figure was found.",
            id="named, and an address",
        ),
        pytest.param(
            "https://www.example.org/2016/a-long-page; n: https://example.net/b",
            " The table says where each figure was found.",
            id="addresses",
        ),
    ],
)
def test_a_caption_names_the_survey_and_never_the_site_that_has_a_copy(
    source: str, said: str
) -> None:
    (first, *_) = make_results().context
    figure = figures(context=(replace(first, source=source),))["measure-trust-police-all"]
    start = "Public Attitude Survey: another method, shown and never tested against."
    assert f"{start}{said}" in figure.notes
    assert "example" not in figure.alt
    assert [table.source for table in figure.others] == [source]


def test_the_plans_own_series_are_named_by_their_publisher() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        surveys = {line["survey"] for line in csv.DictReader(file)}
    assert surveys == {
        "London Borough of Tower Hamlets, Annual Residents' Survey",
        "MOPAC Public Attitude Survey",
    }


def test_the_words_begin_with_the_round_and_what_qualifies_it() -> None:
    row = make_row(
        TRUST, target=TARGET, cautions=("It can be far off.",), history=make_history(0.4, 0.5, 0.6)
    )
    said = figures(rows=(row,))["measure-trust-police-all"].alt.splitlines()
    starts = ["31 May 2027: 60 %", "It can be far off.", "Target of the plan", "People who chose"]
    assert [line.startswith(start) for line, start in zip(said[2:], starts, strict=False)] == [
        True
    ] * len(starts)
    others = next(n for n, line in enumerate(said) if "another method" in line)
    assert said.index("31 May 2025: 40 %, 35 to 44 %, about 585 answers.") < others


UNWEIGHTED = [
    pytest.param("not raked: fewer than 100 answers", "Not weighted: fewer than 100 answers."),
    pytest.param(
        "equal design weights; not raked: fewer than 100 answers",
        "Not weighted: fewer than 100 answers.",
    ),
    pytest.param("none", "Not weighted."),
]


@pytest.mark.parametrize(("weighting", "said"), UNWEIGHTED)
def test_captions_of_a_round_without_weights_say_so(weighting: str, said: str) -> None:
    who = "People who chose to take part."
    results = make_results(method=make_method(who=who, weighting=weighting), took_part=CAME)
    found = {one.name: one for one in list_figures(release(results))}
    assert f"{who} {said}" in found["measure-trust-police-all"].notes
    for part in ("took-part-sex", "took-part-bangladeshi"):
        figure = found[part]
        assert f"{said} Answers count as they came, whoever gave them." in figure.notes
        assert "weighted answers" not in figure.alt
        assert "weighted" not in [column.name for column in figure.table.columns]


def test_that_a_round_has_no_weights_is_said_once() -> None:
    who = "People who chose to take part. Not weighted to the population: fewer than 100 answers."
    method = make_method(who=who, weighting="not raked: fewer than 100 answers")
    assert who in figures(method=method)["measure-trust-police-all"].notes


def test_a_check_whose_weighted_shares_are_hidden_says_so_and_has_no_column_for_them() -> None:
    took_part = make_results().took_part
    assert took_part is not None
    *rest, check = took_part.groupings
    levels = tuple(replace(level, weighted=None) for level in check.levels)
    hidden = replace(took_part, groupings=(*rest, replace(check, levels=levels)))
    figure = figures(took_part=hidden)["took-part-bangladeshi"]
    assert any("the weighted ones are not shown, to protect people" in n for n in figure.notes)
    assert "weighted" not in [column.name for column in figure.table.columns]


def test_what_others_published_names_its_survey_and_its_source_once() -> None:
    context = make_results().context
    (one,) = figures(context=context)["measure-trust-police-all"].others
    assert one.title == "Public Attitude Survey (another method)"
    assert one.rows == tuple((point.period, point.value, point.base) for point in context)
    assert (one.notes, one.source) == (("About 400 interviews.",), "borough dashboard")


def test_of_several_sources_each_stands_with_its_periods() -> None:
    first, second, third = make_results().context
    context = (first, second, replace(third, source="a newspaper", note=""))
    (one,) = figures(context=context)["measure-trust-police-all"].others
    assert one.source == ""
    assert one.notes == (
        "March 2016, December 2022: About 400 interviews. borough dashboard",
        "December 2023: a newspaper",
    )


def test_names_of_measures_are_unique_and_fit_for_files() -> None:
    names = list(figures())
    assert len(names) == len(list_figures(release(make_results())))
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert {TRUST, WELL} <= {one.measure for one in figures().values()}
