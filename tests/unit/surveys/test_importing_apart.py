"""Importing what only a consultation has: words, places, and what was drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.answers import Answered, Missing, NonResponse, NotAsked, Slot
from surveys.errors import AnswersRefused, Fault
from surveys.importing import ImportedFile, load_mapping, read_answers
from surveys.questionnaire import Questionnaire
from surveys.store.columns import columns_of
from surveys.store.response import FrozenResponse, Rows
from tests.support.questionnaires import load_apart

FORM = load_apart()
COLUMNS = ("lives", "noise", "theft", "litter", "focus", "quote", "where", "area", "ward", "age")
SKIPPED = Missing(NonResponse.SKIPPED)
MAPPING = """\
mode: paper
items:
  lives: {column: lives}
  noise: {column: noise, empty: not_asked}
  theft: {column: theft, empty: not_asked}
  litter: {column: litter, empty: not_asked}
  focus: {column: focus, blank: ["-"]}
  quote: {column: quote}
  where: {column: where}
  part: {column: area, ward_column: ward}
  age: {column: age}
"""


def write(
    folder: Path, mapping: str, *rows: dict[str, str], form: Questionnaire = FORM
) -> ImportedFile:
    (folder / "mapping.yaml").write_text(mapping, "utf-8")
    lines = [",".join(f'"{row.get(name, "")}"' for name in COLUMNS) for row in rows]
    (folder / "answers.csv").write_text("\n".join([",".join(COLUMNS), *lines]), "utf-8")
    read = load_mapping(folder / "mapping.yaml", form)
    return read_answers(folder / "answers.csv", read, form)


def saved(folder: Path, mapping: str = MAPPING, **row: str) -> dict[str, Slot]:
    (imported,) = write(folder, mapping, {"lives": "yes", **row}).interviews
    return dict(imported.interview.saved)


def faults(folder: Path, mapping: str = MAPPING, **row: str) -> tuple[Fault, ...]:
    with pytest.raises(AnswersRefused) as refused:
        write(folder, mapping, {"lives": "yes", **row})
    return refused.value.faults


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("Mend the lamp", Answered(("Mend the lamp",)), id="as it is"),
        pytest.param("Ring 07700 900123", Answered(("Ring [phone]",)), id="redacted"),
        pytest.param("lamp 2.0", Answered(("lamp 2.0",)), id="no number is made of it"),
        pytest.param("a\tb\x00c", Answered(("a bc",)), id="without control characters"),
        pytest.param(" ", SKIPPED, id="empty"),
        pytest.param("-", SKIPPED, id="blank value"),
    ],
)
def test_words_are_redacted_before_they_are_kept(tmp_path: Path, typed: str, answer: Slot) -> None:
    mapping = MAPPING.replace("mode: paper", "mode: paper\nwhole_numbers: true")
    assert saved(tmp_path, mapping, focus=typed)["focus"] == answer


def test_words_that_are_too_long_are_refused_and_not_cut(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, focus="x" * 61)
    assert (fault.code, fault.place) == ("answers.too-long", "answers.csv, line 2")
    assert "xx" not in str(fault)


def test_permission_to_quote_belongs_to_those_who_wrote(tmp_path: Path) -> None:
    assert saved(tmp_path, focus="Lamp", quote="yes")["quote"] == Answered(("yes",))
    (fault,) = faults(tmp_path, quote="yes")
    assert fault.code == "answers.routed-past"


def test_a_place_is_taken_with_the_way_it_was_given(tmp_path: Path) -> None:
    answers = saved(tmp_path, where="ward", area="north", ward="n_b")
    assert answers["part"] == Answered(("north", "n_b"))
    (fault,) = faults(tmp_path, where="no", area="north")
    assert fault.code == "answers.routed-past"


@pytest.mark.parametrize(
    ("item", "remedy"),
    [
        ("spot", "finer than a square"),
        ("drawn", "seen from what was asked"),
    ],
)
def test_a_location_and_a_draw_are_refused_with_what_to_do(
    tmp_path: Path, item: str, remedy: str
) -> None:
    (fault,) = faults(tmp_path, f"{MAPPING}  {item}: {{column: age}}\n")
    assert (fault.code, fault.place) == ("mapping.kind", f"mapping.yaml: item '{item}'")
    assert remedy in fault.remedy


def test_a_text_takes_no_codes(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, MAPPING.replace('blank: ["-"]', "codes: {a: b}"))
    assert fault.code == "mapping.unknown-code"
    assert "taken as they are" in fault.remedy


ASKED_OF_ALL = MAPPING.replace(", empty: not_asked", "")
WITHOUT_LITTER = ASKED_OF_ALL.replace("  litter: {column: litter}\n", "")


@pytest.mark.parametrize(
    ("mapping", "row", "drawn", "bases"),
    [
        pytest.param(
            MAPPING, {"noise": "3", "litter": "1"}, ("noise", "litter"), "1 . 1", id="two"
        ),
        pytest.param(MAPPING, {"theft": "2"}, ("theft",), ". 1 .", id="one"),
        pytest.param(
            MAPPING,
            {"noise": "1", "theft": "1", "litter": "1"},
            ("noise", "theft", "litter"),
            "1 1 1",
            id="all, as on paper",
        ),
        pytest.param(MAPPING, {}, None, ". . .", id="none"),
        pytest.param(
            ASKED_OF_ALL,
            {"noise": "3"},
            ("noise", "theft", "litter"),
            "1 s s",
            id="an empty value of a question asked of all is skipped",
        ),
        pytest.param(
            WITHOUT_LITTER, {"noise": "3"}, ("noise", "theft"), "1 s .", id="one asked of nobody"
        ),
        pytest.param(
            ASKED_OF_ALL,
            {"noise": "dont_know"},
            ("noise", "theft", "litter"),
            "1 s s",
            id="no idea",
        ),
    ],
)
def test_an_issue_that_somebody_was_asked_about_was_drawn(
    tmp_path: Path, mapping: str, row: dict[str, str], drawn: tuple[str, ...] | None, bases: str
) -> None:
    answers = saved(tmp_path, mapping, **row)
    assert answers.get("drawn") == (None if drawn is None else Answered(drawn))
    marks = {SKIPPED: "s", NotAsked(): "."}
    found = [answers.get(name, NotAsked()) for name in ("noise", "theft", "litter")]
    assert " ".join(marks.get(one, "1") for one in found) == bases


def test_what_was_imported_can_be_frozen(tmp_path: Path) -> None:
    answers = saved(tmp_path, ASKED_OF_ALL, noise="3", focus="Lamp", quote="no", age="old")
    columns = columns_of(FORM)
    row = Rows(FORM, columns).row(FrozenResponse("en", "paper", "imported", answers))
    cells = dict(zip([column.name for column in columns], row[-len(columns) :], strict=True))
    assert cells == {
        "drawn__noise": "1", "drawn__theft": "1", "drawn__litter": "1", "lives": "yes",
        "noise": "3", "theft": ".skipped", "litter": ".skipped", "age": "old",
    }  # fmt: skip


def test_a_draw_does_not_make_a_part_one_that_was_answered(tmp_path: Path) -> None:
    drawn_later = FORM.by_name["drawn"].model_copy(update={"part": "more"})
    form = FORM.model_copy(update={"questions": (drawn_later, *FORM.questions[1:])})
    (imported,) = write(tmp_path, MAPPING, {"lives": "yes", "noise": "1"}, form=form).interviews
    assert imported.interview.submitted == ("main",)
