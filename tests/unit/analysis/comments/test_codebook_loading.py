"""A codebook is checked as a whole, and identified by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.comments.codebook_loading import (
    FILE,
    choose_codebook,
    codebook_names,
    load_codebook,
)
from analysis.plan_files import PLANS
from surveys.errors import CodebookRefused

SHIPS = "tower-hamlets-consultation"
SHIPPED = PLANS / SHIPS / FILE


def shipped() -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(SHIPPED.read_text("utf-8"), Loader=yaml.BaseLoader)
    return content


def save(folder: Path, content: object) -> Path:
    path = folder / FILE
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path


def test_the_shipped_codebook_is_loaded_by_the_name_of_its_plan() -> None:
    assert codebook_names() == (SHIPS,)
    codebook = load_codebook(SHIPS)
    assert codebook.name == SHIPS
    assert codebook.get_theme("lighting").source.startswith("S001 L444")
    with pytest.raises(KeyError):
        codebook.get_theme("weather")


@pytest.mark.parametrize(
    "plans",
    [
        pytest.param((SHIPS, "tower-hamlets-2025"), id="the round's plan has one"),
        pytest.param(("demo-young-people", "tower-hamlets-2025"), id="neither has one"),
        pytest.param(("", str(PLANS / "tower-hamlets-2025" / "plan.yaml")), id="a plan's file"),
    ],
)
def test_a_round_is_read_by_the_codebook_that_ships_where_its_plan_has_none(
    plans: tuple[str, ...],
) -> None:
    assert choose_codebook(*plans).name == SHIPS


def test_a_codebook_beside_the_plan_of_the_settings_goes_before_the_one_that_ships(
    tmp_path: Path,
) -> None:
    save(tmp_path, shipped() | {"name": "elsewhere"})
    assert choose_codebook("demo-young-people", str(tmp_path)).name == "elsewhere"
    assert choose_codebook(SHIPS, str(tmp_path)).name == SHIPS


def test_every_theme_has_a_label_a_definition_and_a_source() -> None:
    for theme in load_codebook(SHIPPED).themes:
        assert theme.label
        assert theme.definition
        assert theme.source


def test_the_hash_follows_the_content_and_not_the_comments(tmp_path: Path) -> None:
    codebook = load_codebook(SHIPPED)
    (tmp_path / FILE).write_text("# a remark\n" + SHIPPED.read_text("utf-8"), "utf-8")
    assert load_codebook(tmp_path).hash == codebook.hash
    content = shipped()
    content["themes"][0]["cues"].append("candle")
    assert load_codebook(save(tmp_path, content)).hash != codebook.hash


def break_theme(field: str, value: object) -> Any:
    def apply(content: dict[str, Any]) -> None:
        content["themes"][0][field] = value

    return apply


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        pytest.param(
            break_theme("cues", ["<men> alone"]), "codebook.cue", "theme lighting, cues", id="list"
        ),
        pytest.param(
            break_theme("unless", ["a", "a"]),
            "codebook.repeated",
            "theme lighting, unless",
            id="repeated",
        ),
        pytest.param(
            break_theme("gives_way_to", ["weather"]),
            "codebook.unknown-code",
            "theme lighting",
            id="unknown code",
        ),
        pytest.param(
            break_theme("nature", "alone"), "codebook.alone", "theme lighting", id="alone"
        ),
        pytest.param(break_theme("nature", "fear"), "codebook.fear", "theme lighting", id="fear"),
        pytest.param(break_theme("colour", "red"), "codebook.field", "themes.0.colour", id="field"),
        pytest.param(break_theme("nature", "odd"), "codebook.field", "themes.0.nature", id="value"),
        pytest.param(
            break_theme("code", "cctv"), "codebook.duplicate", "theme cctv", id="duplicate"
        ),
        pytest.param(
            break_theme("label", ""), "codebook.words", "theme lighting, label", id="no label"
        ),
        pytest.param(
            break_theme("label", "Street\nlighting"),
            "codebook.words",
            "theme lighting, label",
            id="two lines",
        ),
        pytest.param(
            break_theme("label", "\u202eLighting"),
            "codebook.words",
            "theme lighting, label",
            id="a sign that turns the line",
        ),
        pytest.param(
            break_theme("label", "L" * 101), "codebook.words", "theme lighting, label", id="long"
        ),
        pytest.param(
            break_theme("code", "a; b"), "codebook.code", "theme a; b", id="a code no sheet can say"
        ),
        pytest.param(
            lambda content: content.update(title=" "),
            "codebook.words",
            f"{FILE}: title",
            id="title",
        ),
        pytest.param(
            lambda content: content["themes"].pop(), "codebook.no-theme", FILE, id="missing theme"
        ),
        pytest.param(
            lambda content: content["markers"]["negators"].append("don't"),
            "codebook.word",
            "markers, negators",
            id="two words",
        ),
        pytest.param(
            lambda content: content["markers"]["against"].append(".. cameras"),
            "codebook.cue",
            "markers, against",
            id="a gap first",
        ),
        pytest.param(
            lambda content: content["plainly"][0]["said"].append("far .. from"),
            "codebook.plainly",
            "plainly",
            id="a gap in what is said plainly",
        ),
        pytest.param(
            lambda content: content["spellings"].update({"lite": "lite"}),
            "codebook.spelling",
            "spellings",
            id="spelling",
        ),
    ],
)
def test_a_fault_names_its_place_and_its_remedy(
    spoil: Any, code: str, place: str, tmp_path: Path
) -> None:
    content = shipped()
    spoil(content)
    with pytest.raises(CodebookRefused) as refused:
        load_codebook(save(tmp_path, content))
    faults = [fault for fault in refused.value.faults if fault.code == code]
    assert faults
    assert place in faults[0].place
    assert faults[0].remedy


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("themes: [", "codebook.yaml", id="not YAML"),
        pytest.param("- 1", "codebook.shape", id="not a mapping"),
        pytest.param("a: " + "[" * 5000, "codebook.yaml", id="brackets without end"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(CodebookRefused) as refused:
        load_codebook(tmp_path)
    assert refused.value.code == code


def test_a_codebook_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(CodebookRefused, match=f"Name one of {SHIPS}"):
        load_codebook("nowhere")
