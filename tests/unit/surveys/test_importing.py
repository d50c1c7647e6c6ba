from __future__ import annotations

from pathlib import Path

import pytest

from surveys.answers import Answer, Answered, Missing, NonResponse, Outside
from surveys.errors import AnswersRefused
from surveys.importing import ImportedFile, load_mapping, read_answers
from surveys.interview import Stage
from surveys.loading import load_questionnaire
from surveys.questionnaire import Questionnaire
from tests.faults.paper import (
    BARE_ROW,
    COLUMNS,
    MAPPING,
    QUESTIONNAIRE,
    ROW,
    write_answers,
    write_mapping,
)

SKIPPED = Missing(NonResponse.SKIPPED)
NAMES = COLUMNS.split(",")


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    path = tmp_path_factory.mktemp("paper") / "paper.yaml"
    path.write_text(QUESTIONNAIRE, "utf-8")
    return load_questionnaire(path)


def row_with(**cells: str) -> str:
    """The usual row with other cells."""
    usual = dict(zip(NAMES, ROW.split(","), strict=True))
    return ",".join((usual | cells).values())


def read(folder: Path, paper: Questionnaire, *rows: str) -> ImportedFile:
    mapping = load_mapping(write_mapping(folder), paper)
    return read_answers(write_answers(folder, *rows), mapping, paper)


def refusals(folder: Path, paper: Questionnaire, *rows: str) -> list[tuple[str, str]]:
    """Place and code of every refusal."""
    with pytest.raises(AnswersRefused) as refused:
        read(folder, paper, *rows)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def mapping_refusals(folder: Path, paper: Questionnaire, text: str) -> list[tuple[str, str]]:
    with pytest.raises(AnswersRefused) as refused:
        load_mapping(write_mapping(folder, text), paper)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def test_a_row_becomes_a_finished_interview(tmp_path: Path, paper: Questionnaire) -> None:
    file = read(tmp_path, paper, ROW)
    (imported,) = file.interviews
    interview = imported.interview
    assert (file.mode, imported.design_weight, imported.stratum) == ("paper", 0.75, "young")
    assert (interview.stage, interview.submitted) == (Stage.FINISHED, ("main", "more"))
    assert interview.saved == {
        "lives_here": Answered(("yes",)),
        "safe": Answered(("unsafe",)),
        "why": Answered(("dark",)),
        "worries": Answered(("noise", "theft")),
        "first": Answered(("patrols", "lights")),
        "years": Answered(("12",)),
        "home": Answered(("east", "E2")),
        "read": Answered(("yes",)),
        "heard": Answered(("no",)),
    }


def test_an_empty_value_is_skipped_where_it_was_asked_and_nothing_where_not(
    tmp_path: Path, paper: Questionnaire
) -> None:
    (imported,) = read(tmp_path, paper, BARE_ROW).interviews
    saved = dict(imported.interview.saved)
    assert saved.pop("lives_here") == Answered(("yes",))
    assert imported.interview.submitted == ("main",)
    assert saved == dict.fromkeys(["safe", "worries", "first", "years", "home", "read"], SKIPPED)
    assert (imported.design_weight, imported.stratum) == (1.5, None)


ANSWERS = [
    pytest.param("safe", {"safe": "too_few", "why": ""}, Outside("too_few"), id="outside"),
    pytest.param(
        "safe",
        {"safe": "dont_know", "why": ""},
        Missing(NonResponse.DONT_KNOW, "dont_know"),
        id="don't know",
    ),
    pytest.param("safe", {"safe": "-", "why": ""}, SKIPPED, id="blank value"),
    pytest.param("worries", {"worries": "theft; n"}, Answered(("noise", "theft")), id="several"),
    pytest.param("worries", {"worries": "nothing"}, Answered(("nothing",)), id="exclusive"),
    pytest.param(
        "worries",
        {"worries": "refused"},
        Missing(NonResponse.PREFER_NOT_TO_SAY, "refused"),
        id="several refused",
    ),
    pytest.param("years", {"years": "7.5"}, Answered(("7.5",)), id="number"),
    pytest.param(
        "years",
        {"years": "prefer_not_to_say"},
        Missing(NonResponse.PREFER_NOT_TO_SAY),
        id="number refused",
    ),
    pytest.param("home", {"ward": ""}, Answered(("east",)), id="area alone"),
    pytest.param("home", {"ward": "not_sure"}, Answered(("east",)), id="ward not sure"),
    pytest.param(
        "home",
        {"area": "not_sure", "ward": ""},
        Missing(NonResponse.DONT_KNOW, "not_sure"),
        id="area not sure",
    ),
    pytest.param(
        "home",
        {"area": "prefer_not_to_say", "ward": ""},
        Missing(NonResponse.PREFER_NOT_TO_SAY),
        id="place refused",
    ),
]


@pytest.mark.parametrize(("question", "cells", "answer"), ANSWERS)
def test_a_value_is_read_as_the_chat_would_have_kept_it(
    tmp_path: Path, paper: Questionnaire, question: str, cells: dict[str, str], answer: Answer
) -> None:
    (imported,) = read(tmp_path, paper, row_with(**cells)).interviews
    assert imported.interview.saved[question] == answer


REFUSED = [
    pytest.param(row_with(safe="fine"), "answers.unknown-code", id="unknown code"),
    pytest.param(row_with(lives="3"), "answers.unknown-code", id="unmapped code"),
    pytest.param(row_with(worries="n;spies"), "answers.unknown-code", id="one of several"),
    pytest.param(row_with(worries="n;n"), "answers.unknown-code", id="twice the same"),
    pytest.param(row_with(worries=";"), "answers.unknown-code", id="only a separator"),
    pytest.param(row_with(worries="n;nothing"), "answers.exclusive", id="exclusive"),
    pytest.param(row_with(worries="n;refused"), "answers.exclusive", id="refused and answered"),
    pytest.param(row_with(worries="n;drugs;theft"), "answers.how-many", id="too many"),
    pytest.param(row_with(first="lights"), "answers.how-many", id="too few ranks"),
    pytest.param(row_with(years="100"), "answers.unknown-code", id="number out of bounds"),
    pytest.param(row_with(years="many"), "answers.unknown-code", id="no number"),
    pytest.param(row_with(area="north"), "answers.unknown-code", id="unknown area"),
    pytest.param(row_with(ward="W1"), "answers.unknown-code", id="ward of another area"),
    pytest.param(row_with(area=""), "answers.ward-alone", id="ward without area"),
    pytest.param(row_with(read="no"), "answers.unknown-code", id="not acknowledged"),
    pytest.param(row_with(safe="safe"), "answers.routed-past", id="routed past"),
    pytest.param(row_with(lives="2"), "answers.screened-out", id="screened out"),
    pytest.param(row_with(lives=""), "answers.required", id="required"),
    pytest.param(row_with(weight=""), "answers.weight", id="no weight"),
    pytest.param(row_with(weight="0"), "answers.weight", id="weight of zero"),
    pytest.param(row_with(weight="nan"), "answers.weight", id="weight that is no number"),
    pytest.param(row_with(weight="inf"), "answers.weight", id="endless weight"),
    pytest.param(row_with(weight="1_0"), "answers.weight", id="weight in another spelling"),
    pytest.param(ROW + ",more", "answers.columns", id="too many values"),
    pytest.param("1,safe", "answers.columns", id="too few values"),
]


@pytest.mark.parametrize(("row", "code"), REFUSED)
def test_a_row_that_the_chat_would_not_have_kept_is_refused_with_its_line(
    tmp_path: Path, paper: Questionnaire, row: str, code: str
) -> None:
    assert refusals(tmp_path, paper, ROW, row, ROW) == [("answers.csv, line 3", code)]


def test_every_refused_row_is_told_at_once(tmp_path: Path, paper: Questionnaire) -> None:
    told = refusals(tmp_path, paper, row_with(safe="x"), ROW, row_with(weight="-1"))
    assert told == [
        ("answers.csv, line 2", "answers.unknown-code"),
        ("answers.csv, line 4", "answers.weight"),
    ]


def test_a_file_full_of_faults_is_cut_short_and_the_rest_counted(
    tmp_path: Path, paper: Questionnaire
) -> None:
    with pytest.raises(AnswersRefused) as refused:
        read(tmp_path, paper, *[row_with(safe="x")] * 203)
    assert len(refused.value.faults) == 201
    assert refused.value.faults[-1].problem == "3 more rows are refused"


FILES = [
    pytest.param(b"", "answers.no-column", id="empty"),
    pytest.param(COLUMNS.encode(), "answers.empty", id="header alone"),
    pytest.param(f"{COLUMNS}\n{ROW}\n".replace(",", ";").encode(), "answers.no-column", id="semi"),
    pytest.param(f"{COLUMNS},safe\n".encode(), "answers.two-columns", id="column twice"),
    pytest.param(b"\xff\xfe\x00", "answers.unreadable", id="not UTF-8"),
    pytest.param(f"{COLUMNS}\n{'1' * 140_000}".encode(), "answers.unreadable", id="endless"),
    pytest.param(None, "answers.unreadable", id="missing"),
]


@pytest.mark.parametrize(("content", "code"), FILES)
def test_a_file_that_is_not_such_a_table_is_refused(
    tmp_path: Path, paper: Questionnaire, content: bytes | None, code: str
) -> None:
    mapping = load_mapping(write_mapping(tmp_path), paper)
    path = tmp_path / "answers.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AnswersRefused) as refused:
        read_answers(path, mapping, paper)
    assert {fault.code for fault in refused.value.faults} == {code}


def test_all_missing_columns_are_told_at_once(tmp_path: Path, paper: Questionnaire) -> None:
    mapping = load_mapping(write_mapping(tmp_path), paper)
    path = tmp_path / "answers.csv"
    path.write_text("lives,safe,why,worries,first,years,area,read,heard\n", "utf-8")
    with pytest.raises(AnswersRefused) as refused:
        read_answers(path, mapping, paper)
    assert len(refused.value.faults) == 3
    assert "'ward'" in str(refused.value)
    assert "'stratum'" in str(refused.value)


def test_a_byte_order_mark_and_quoted_line_breaks_are_read(
    tmp_path: Path, paper: Questionnaire
) -> None:
    mapping = load_mapping(write_mapping(tmp_path), paper)
    path = tmp_path / "answers.csv"
    text = f'{COLUMNS}\r\n{ROW[:-5]}"young\r\npeople"\r\n{row_with(safe="x")}\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    with pytest.raises(AnswersRefused, match=r"answers\.csv, line 4"):
        read_answers(path, mapping, paper)
    path.write_bytes(b"\xef\xbb\xbf" + f"{COLUMNS}\r\n{ROW}\r\n".encode())
    assert len(read_answers(path, mapping, paper).interviews) == 1


def test_numbers_written_as_decimals_are_read_where_the_mapping_says_so(
    tmp_path: Path, paper: Questionnaire
) -> None:
    write_answers(tmp_path, row_with(lives="1.0", years="12.0"))
    mapping = load_mapping(write_mapping(tmp_path, "whole_numbers: true\n" + MAPPING), paper)
    (imported,) = read_answers(tmp_path / "answers.csv", mapping, paper).interviews
    assert imported.interview.saved["lives_here"] == Answered(("yes",))


def test_all_faults_of_a_mapping_are_told_at_once(tmp_path: Path, paper: Questionnaire) -> None:
    text = """\
mode: paper
language: fr
items:
  safe: {column: safe, codes: {1: safe, 2: scared}}
  nothing: {column: a}
  thanks: {column: b}
  home: {column: c, codes: {3: E9}}
  read: {column: d, codes: {x: no}}
"""
    assert mapping_refusals(tmp_path, paper, text) == [
        ("mapping.yaml: language", "mapping.language"),
        ("mapping.yaml: items", "mapping.required"),
        ("mapping.yaml: item 'safe', value '2'", "mapping.unknown-code"),
        ("mapping.yaml: item 'nothing'", "mapping.unknown-item"),
        ("mapping.yaml: item 'thanks'", "mapping.kind"),
        ("mapping.yaml: item 'home', value '3'", "mapping.unknown-code"),
        ("mapping.yaml: item 'read', value 'x'", "mapping.unknown-code"),
    ]


SHAPES = [
    pytest.param("", ["mapping.yaml"], id="empty"),
    pytest.param("mode: [", ["mapping.yaml"], id="not YAML"),
    pytest.param("mode: paper\n", ["mapping.yaml: items"], id="no items"),
    pytest.param(
        "mode: chat\nitems: {safe: {}}\nextra: 1\n",
        ["mapping.yaml: extra", "mapping.yaml: items.safe.column", "mapping.yaml: mode"],
        id="several",
    ),
    pytest.param(
        "mode: on Paper\nitems: {safe: {column: a, separator: ''}}\n",
        ["mapping.yaml: items.safe.separator", "mapping.yaml: mode"],
        id="mode and separator",
    ),
]


@pytest.mark.parametrize(("text", "places"), SHAPES)
def test_a_mapping_of_another_shape_is_refused(
    tmp_path: Path, paper: Questionnaire, text: str, places: list[str]
) -> None:
    assert sorted(place for place, _ in mapping_refusals(tmp_path, paper, text)) == places


@pytest.mark.parametrize("mode", ["chat", "assisted"])
def test_answers_from_elsewhere_cannot_pass_for_the_bots_own(
    tmp_path: Path, paper: Questionnaire, mode: str
) -> None:
    text = MAPPING.replace("mode: paper", f"mode: {mode}")
    assert mapping_refusals(tmp_path, paper, text) == [("mapping.yaml: mode", "mapping.shape")]
