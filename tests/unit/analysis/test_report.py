"""The report: what stands in it, what never does, and how it can be read."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analysis.change import Verdict
from analysis.report import render_report
from analysis.report.picking import drop_columns
from analysis.rows import Results, Row
from analysis.shown import Status
from analysis.spread import OptionShown
from analysis.tables import Column, Symbol, Table, Unit
from tests.support.pages import Page
from tests.support.released import release
from tests.support.results import (
    CHANGE,
    LABELS,
    PREVIOUS,
    SAFE,
    TARGET,
    TRUST,
    WELL,
    make_method,
    make_provenance,
    make_results,
    make_row,
    make_withheld,
)

_HOSTILE = '<script>alert("x")</script>'


def _render(results: Results | None = None, **changes: Any) -> str:
    return render_report(release(results or make_results(**changes)))


def _read(html: str) -> Page:
    page = Page(html)
    page.text = re.sub(r"\s+", " ", page.text)
    return page


def _render_little(**changes: Any) -> str:
    """One measure alone, where it is the rest of the page that is tested."""
    little: dict[str, Any] = {"rows": (make_row(),), "distributions": (), "took_part": None}
    return _render(**(little | changes))


@pytest.fixture(scope="module")
def html() -> str:
    return _render()


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return _read(html)


def test_it_can_be_read_with_a_keyboard_and_a_screen_reader(page: Page) -> None:
    assert page.faults == []
    assert page.landmarks == ["header", "main", "nav"]
    assert len(page.pictures) == 11
    assert page.tables > len(page.pictures), "a table behind every picture"


def test_the_summary_comes_first_and_in_plain_words(page: Page) -> None:
    names = [text for level, text in page.headings if level < 3]

    assert names == [
        "Made-up perception survey 2027: what residents told us",
        "Summary",
        "Contents",
        "The plan’s targets",
        "The measures",
        "Answers one by one",
        "Group by group",
        "Who took part",
        "How the figures were made, and their limits",
        "Figures that the plan’s documents print",
        "Where the figures come from, and how to make them again",
    ]
    for sentence in (
        "ran from 1 May 2027 to 31 May 2027.",
        "About 640 people took part.",
        "All residents 16+: 58 in 100 feel very or fairly safe outside in the local area after",
        "after dark, probably between 54 and 63 in 100, from about 610 people.",
        "Compared with the last round (made-up-2026, ended 31 May 2026): No clear change: Feel",
        "a change counts as clear only with stronger evidence than its own interval.",
        "From 54 % (made-up-2025); 59 % or 64 % to reach; partial fit.",
        "On track read relatively, not shown read as points; indicative: people chose to take",
        "People of North west are missing",
        "Too few answers. Fewer than 100 answers in one of the rounds.",
        "They cannot say why anything changed",
        "in the local area after dark” is only part of what the plan says; see the measure.",
    ):
        assert sentence in page.text.partition("Contents")[0], sentence


def test_everything_that_a_measure_has_stands_in_its_panel(page: Page) -> None:
    _, _, rest = page.text.partition("The measures Feel very")
    panel, _, others = rest.partition("The numbers: Feel very")

    for sentence in (
        "Women and girls 16+: Low reliability: 51 in 100",
        "The effective base is under 100.",
        "since the last round (made-up-2026, ended 31 May 2026), when it was 55 in 100.",
        "since the baseline (round made-up-2025, closed 31 May 2025), when it was 54 in 100.",
        "Read as a relative increase of 10 per cent, 59 % to reach",
        "Read as an increase of 10 percentage points, 64 % to reach",
        "It only indicates, because people chose to take part.",
        "Partial: the question says only part of what the plan says.",
    ):
        assert sentence in panel, sentence
    assert "Women and girls 16+: Too few answers to show." in others
    assert "Women and girls 16+: Not shown, to protect people." in others
    assert "By a different method" not in others, "the survey has its table"
    assert "Break in series since round made-up-2026: the question was moved." in others


def test_answers_on_too_few_people_are_a_result_in_words(page: Page) -> None:
    _, _, said = page.text.rpartition("Safety after dark: Women and girls 16+")

    assert said.startswith(" “How safe or unsafe do you feel outside after dark?” Too few answers")
    assert "The mean is 3.2 on a scale from 1 to 5, probably between 3.1 and 3.3." in page.text
    assert "Not shown, to protect people: Very unsafe; Very safe." in page.text


def test_a_change_is_tabulated_only_where_there_is_one(page: Page) -> None:
    tables = re.findall(r"Change of the headline measures[^.]*\. ([A-Z][a-z]+ [a-z]+)", page.text)

    assert tables == ["Feel very"]


def test_what_goes_for_all_pictures_is_said_once(page: Page) -> None:
    _, _, said = page.text.partition("This goes for all pictures: ")

    assert said.startswith("People who chose to take part. Weights make them resemble the pop")
    assert page.text.count("Population: Office for National Statistics, Census 2021, OGL") == 2
    assert not any("OGL" in one["alt"] for one in page.pictures)


def test_what_goes_for_all_pictures_of_a_kind_is_said_once_above_them(page: Page) -> None:
    key = "Dot: the estimate. Upright line: where the figure for everybody probably lies"
    bars = "Bar: share of answers. Line across its end:"

    assert page.text.count(key) == page.text.count(bars) == 1
    assert page.text.index("pictures of the measures: ") < page.text.index(key)
    assert page.text.index("pictures of answers: ") < page.text.index(bars)
    assert page.text.count("The upright axis runs from") == 4, "each picture has its own"


def test_the_changes_in_numbers_stand_apart_from_the_figures(html: str) -> None:
    printed = re.findall(r'<details class="printed">\s*<summary>(.*?)</summary>', html)
    folded = re.findall(r"<details>\s*<summary>(The changes.*?)</summary>", html)

    assert [one.partition(": ")[0] for one in printed] == ["The numbers"] * 3
    assert folded == ["The changes in numbers: " + LABELS[SAFE]]


def test_no_two_tables_that_scroll_have_the_same_name() -> None:
    (first, *rest) = make_results().context
    twice = tuple(replace(first, measure=SAFE, domain=one) for one in ("all", "women"))
    html = _render(context=(*twice, first, *rest))
    captions = dict(re.findall(r'<caption id="([^"]+)">([^<]+)</caption>', html))
    captions |= dict(re.findall(r'<p id="([^"]+-caption)"[^>]*>(.*?)</p>', html, re.DOTALL))
    regions = re.findall(r'role="region" aria-labelledby="([^"]+)"', html)
    names = [" ".join(captions[one] for one in ids.split()) for ids in regions]

    assert len(names) == len(set(names))


def test_what_was_measured_is_a_list_and_not_one_long_sentence(html: str) -> None:
    _, _, rest = html.partition("<p>It asked about this:</p>")
    measured, _, _ = rest.partition("</ul>")

    assert measured.count("<li>") == 3
    assert "<li>Feel very or fairly safe outside in the local area after dark</li>" in measured


def test_why_a_measure_is_not_the_plans_words_stands_with_it_alone(page: Page) -> None:
    summary, _, rest = page.text.partition("Contents")

    assert TARGET.fit_reason not in summary
    assert rest.count(TARGET.fit_reason) == 1


def test_what_a_panel_says_of_its_target_is_not_said_again_below_its_picture(page: Page) -> None:
    assert page.text.count("Fit of this measure") == 0
    assert page.text.count("Fit to the plan’s words: Partial") == 1


def test_what_most_panels_have_to_be_read_with_is_said_once() -> None:
    note = "Under-16s are not asked."
    rows = tuple(make_row(one, notes=(note,)) for one in (SAFE, TRUST))
    page = _read(_render_little(rows=(*rows, make_row(WELL, notes=("Of its own.",)))))

    assert page.text.count(note) == 1
    assert page.text.index(f"To be read with all of them: {note}") < page.text.index("Of its own.")


def test_a_survey_of_others_is_named_above_its_rows_and_not_in_them(html: str) -> None:
    _, _, rest = html.partition("Public Attitude Survey (another method)</caption>")
    table, _, below = rest.partition("</table>")

    assert re.findall(r"<td[^>]*>(.*?)</td>", table) == ["87 %", "68 %", "72 %"]
    assert "Public Attitude Survey" not in table
    assert below.index("Source: borough dashboard") < below.index("</details>")


def test_groups_stand_below_their_division(html: str) -> None:
    _, _, rest = html.partition('id="figure-groups-safe-after-dark-table"')
    table, _, _ = rest.partition("</table>")

    assert '<th scope="col">Division</th>' not in table
    assert re.findall(r'scope="rowgroup" colspan="5">([^<]+)<', table) == [
        "Groups the plan names",
        "Sex",
        "Area",
    ]
    assert table.count("<tbody>") == table.count("</tbody>") == 3


def test_groups_whose_figure_rests_on_little_are_named() -> None:
    part: dict[str, Any] = {"breakdown": "sex", "base": 90}
    rows = (
        make_row(),
        make_row(category="female", group_label="Female", effective_base=88.0, **part),
        make_row(category="male", group_label="Male", effective_base=131.0, **part),
    )
    page = _read(_render_little(rows=rows))

    assert "fewer than 100 answers stand behind Female." in page.text


def test_a_survey_without_a_table_is_told_in_words() -> None:
    note = "By a different method 65 %: Another survey, September 2020."
    page = _read(_render_little(rows=(make_row(TRUST, notes=(note,)),)))

    assert page.text.count(note) == 1


def test_a_note_on_a_group_is_said_once_on_the_page() -> None:
    note = "PROPOSAL: the group is not agreed."
    rows = tuple(make_row(one, notes=(note,)) for one in (SAFE, TRUST, WELL))
    rows = (*rows, replace(rows[0], measure="own", measure_label="Own", companion=True))
    spreads = tuple(replace(one, notes=(note,)) for one in make_results().distributions[:2])
    page = _read(_render(rows=rows, distributions=spreads))

    assert page.text.count(note) == 1


def test_who_is_missing_is_said_once_on_the_page(page: Page) -> None:
    for sentence in ("People of North west are missing", "and 29 % of the weighted answers."):
        assert page.text.count(sentence) == 1, sentence


def test_a_round_that_is_not_weighted_is_not_said_to_be() -> None:
    took_part = make_results().took_part
    assert took_part is not None
    plain = tuple(
        replace(one, raked=False, levels=tuple(replace(o, weighted=None) for o in one.levels))
        for one in took_part.groupings
    )
    part = make_row(category="f", breakdown="sex", group_label="Female", effective_base=88.0)
    rows = (make_row(), part)
    text = _read(_render(rows=rows, took_part=replace(took_part, groupings=plain))).text

    assert "if nothing but chance decided who took part" in text
    assert "think differently, and intervals do not make up for that." in text
    assert "Low reliability: fewer than 100 answers stand behind Female." in text
    assert "Share after weighting" not in text


@pytest.mark.parametrize(
    ("ended_on", "now", "passed"),
    [
        pytest.param(date(2028, 3, 30), True, False, id="before"),
        pytest.param(date(2028, 3, 31), False, False, id="on the day"),
        pytest.param(date(2028, 4, 1), False, True, id="after"),
    ],
)
def test_after_the_deadline_nothing_is_to_be_on_track(
    ended_on: date, now: bool, passed: bool
) -> None:
    made = make_provenance(ended_on=ended_on)
    row = make_row(target=TARGET, baseline=make_results().rows[0].baseline)
    text = _read(_render_little(rows=(row,), provenance=made)).text

    assert ("to be on track now" in text) is now
    assert text.count("The deadline passed on 31 March 2028.") == passed
    assert text.count("% to reach; the deadline has passed: ") == 2 * passed


def test_lines_of_documents_are_explained_once(page: Page) -> None:
    assert page.text.count("is a line of the document’s text") == 1
    unnamed = tuple(replace(one, source="A plan, page 3") for one in make_results().targets)
    assert "is a line of the document" not in _read(_render_little(targets=unnamed)).text


def test_printed_figures_keep_their_inconsistencies(page: Page) -> None:
    assert "One consultation is printed with 78 % and with 66 %" in page.text


def test_it_says_how_to_make_it_again(page: Page) -> None:
    assert "canvass report --round made-up-2027 --to report.html" in page.text
    for checksum in ("a1" * 32, "b2" * 32, "c3" * 32):
        assert checksum in page.text


def test_made_up_answers_are_marked_in_the_title_and_on_top(html: str, page: Page) -> None:
    assert "<title>SYNTHETIC: Made-up perception survey 2027: report</title>" in html
    assert page.text.index("SYNTHETIC: made-up answers.") < page.text.index("what residents told")
    assert '@top-left { content: "SYNTHETIC' in html
    assert "SYNTHETIC" not in _render_little(synthetic=False)


def test_the_same_results_give_the_same_bytes(html: str) -> None:
    assert _render() == html


def _alter_hidden(row: Row) -> Row:
    if row.status is Status.RELEASED:
        return row
    return replace(row, estimate=0.1234, base=13, unweighted=0.2, all_asked=0.3, ci_low=0.01)


def test_nothing_withheld_makes_any_difference_to_the_page(html: str) -> None:
    results = make_results()

    def alter(option: OptionShown) -> OptionShown:
        return replace(option, estimate=0.4321, unweighted=0.4, ci_low=0.4, ci_high=0.5)

    distributions = tuple(
        replace(
            one,
            base=one.base if one.status is Status.RELEASED else 11,
            options=tuple(
                alter(o)
                if Status.SUPPRESSED in {o.status, one.status} or one.status is Status.TOO_FEW
                else o
                for o in one.options
            ),
        )
        for one in results.distributions
    )
    rows = tuple(map(_alter_hidden, results.rows))

    assert rows != results.rows
    assert distributions != results.distributions
    assert _render(rows=rows, distributions=distributions) == html


@pytest.mark.parametrize("value", ["94 %", "94 in 100", "0.94", "94.1", "0.5837", "58.4", "455.7"])
def test_no_hidden_or_exact_value_is_anywhere_in_the_page(html: str, value: str) -> None:
    pictures = re.findall(r"base64,([A-Za-z0-9+/=]+)", html)
    shown = re.sub(r"base64,[A-Za-z0-9+/=]+", "", html)

    assert value not in shown
    for picture in pictures:
        words = re.findall(r"<(?:title|desc)[^>]*>(.*?)</", base64.b64decode(picture).decode(), 16)
        assert words
        assert not any(value in word for word in words)


def test_only_released_results_are_reported() -> None:
    with pytest.raises(TypeError, match="only released results are reported"):
        render_report(make_results())  # type: ignore[arg-type]  # tried


def test_hostile_words_are_shown_and_never_run() -> None:
    target = replace(TARGET, text=_HOSTILE, source=_HOSTILE, fit_reason=_HOSTILE)
    row = make_row(
        SAFE,
        measure_label=_HOSTILE,
        group_label=_HOSTILE,
        target=target,
        notes=(_HOSTILE,),
        cautions=(_HOSTILE,),
    )
    results = make_results()
    made = results.provenance
    assert made is not None
    html = _render(
        rows=(row,),
        method=make_method(who=_HOSTILE, caution=_HOSTILE),
        provenance=replace(made, title=_HOSTILE, plan_title=_HOSTILE),
        targets=tuple(replace(one, text=_HOSTILE, status=_HOSTILE) for one in results.targets),
        distributions=tuple(
            replace(o, text=_HOSTILE, label=_HOSTILE) for o in results.distributions
        ),
        printed=tuple(replace(one, problem=_HOSTILE) for one in results.printed),
    )

    assert "<script" not in html
    assert Page(html).faults == []
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("status", "said"),
    [
        pytest.param(Status.RELEASED, "All residents 16+: 58 in 100", id="released"),
        pytest.param(Status.TOO_FEW, "All residents 16+: Too few answers to show.", id="too few"),
        pytest.param(Status.SUPPRESSED, "All residents 16+: Not shown, to protect", id="withheld"),
    ],
)
def test_every_status_and_verdict_can_be_reported(status: Status, said: str) -> None:
    rows = []
    for verdict in (*Verdict, None):
        target = replace(TARGET, verdict_relative=verdict, verdict_points=verdict)
        changes: dict[str, Any] = {"target": target, "previous": PREVIOUS}
        if status is Status.RELEASED:
            row = make_row(SAFE, **changes)
        else:
            row = make_withheld(SAFE, "all", status, **changes)
        rows.append(replace(row, measure=f"safe_{verdict}"))
    page = _read(_render_little(rows=tuple(rows)))

    assert page.faults == []
    assert page.text.count(said) >= len(rows)


def test_a_clear_change_is_found_before_all_others() -> None:
    clear = replace(PREVIOUS, points=9.4, points_low=3.1, points_high=15.6, clear=True)
    rows = (
        make_row(SAFE, previous=PREVIOUS, target=TARGET),
        make_row(TRUST, previous=clear, estimate=0.66),
    )
    page = _read(_render_little(rows=rows))
    _, _, said = page.text.partition("What people said")

    assert said.strip().startswith("All residents 16+: 66 in 100 agree that the Metropolitan")
    assert "Compared with the last round (made-up-2026, ended 31 May 2026):" in said
    assert ", All residents 16+: clearly up, from 55 in 100 to 66 in 100." in said


def test_each_change_names_its_round_where_they_differ() -> None:
    clear = replace(PREVIOUS, clear=True, round="made-up-2025", ended_on=date(2025, 5, 31))
    rows = (make_row(SAFE, previous=PREVIOUS), make_row(TRUST, previous=clear, estimate=0.66))
    text = _read(_render_little(rows=rows)).text

    assert "Compared with" not in text.partition("Contents")[0]
    assert "clearly up since the last round (made-up-2025, ended 31 May 2025), from 55" in text
    assert "No clear change since the last round (made-up-2026, ended 31 May 2026): Feel" in text


def test_nothing_is_said_to_cause_anything(page: Page) -> None:
    causal = r"\b(due to|thanks to|led to|leads to|caused|causes|as a result of|impact)\b"

    assert re.findall(causal, page.text) == []


def test_results_that_hold_little_are_reported_as_well() -> None:
    page = _read(
        _render_little(
            targets=(),
            context=(),
            printed=(),
            provenance=None,
            synthetic=False,
        )
    )

    assert page.faults == []
    assert "Nothing can be compared" in page.text
    assert "No target of the plan is measured by this round." in page.text
    assert "Made-up perception survey" not in page.text


def test_a_caution_on_the_whole_round_comes_before_all_else() -> None:
    page = _read(_render_little(method=make_method(caution="Few invited people.")))

    assert page.text.index("Read this first. Few invited people.") < page.text.index("What was")


def test_companions_stand_apart_from_the_measures() -> None:
    rows = (make_row(SAFE, change=CHANGE), make_row(TRUST, companion=True, notes=("Extra minute",)))
    page = _read(_render_little(rows=rows))
    names = [text for _, text in page.headings]

    assert names.index("Questions asked of some people") < names.index(rows[1].measure_label)
    assert names.index(rows[0].measure_label) < names.index("Questions asked of some people")


def test_record_stands_beside_perception_where_there_is_one() -> None:
    table = Table(
        "beside",
        "beside",
        "Recorded offences beside perception",
        (Column("what", "What"), Column("count", "Recorded", Unit.COUNT)),
        (("Robbery", 1234),),
        ("They may move apart.",),
        "https://data.example.org/crime",
    )
    little = make_results(rows=(make_row(),), distributions=(), took_part=None)
    html = render_report(release(little), beside=table)
    page = _read(html)

    assert page.faults == []
    assert "Robbery 1,234" in page.text
    assert '<a href="https://data.example.org/crime">' in html
    assert "They are never put into one number." in page.text


def test_a_column_without_anything_in_it_is_left_out() -> None:
    columns = (Column("who", "Who"), Column("after", "After", Unit.SHARE), Column("notes", "Notes"))
    table = Table("t", "t", "T", columns, (("women", Symbol.NOT_AVAILABLE, None),) * 2)

    assert [one.name for one in drop_columns(table, frozenset()).columns] == ["who"]
    some = replace(table, rows=(*table.rows, ("men", 0.5, None)))
    assert [one.name for one in drop_columns(some, frozenset()).columns] == ["who", "after"]


def test_answers_counted_apart_are_named() -> None:
    method = make_method()
    apart = replace(method.arms[0], breakdown="sample", category="open", respondents=212)
    page = _read(_render_little(method=replace(method, arms=(*method.arms, apart))))

    assert "Counted apart, and in none of the main figures: 210 answers (open to all)." in page.text
