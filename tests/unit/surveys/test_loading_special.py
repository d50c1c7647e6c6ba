"""What only some kinds have: accepted where it makes sense, refused with its place and a remedy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from surveys.errors import Fault, QuestionnaireRefused
from surveys.loading import load_questionnaire
from surveys.questionnaire import Kept, Kind, Layout, Questionnaire

SUPPORT = Path(__file__).parents[2] / "support"
GOOD = (SUPPORT / "apart.yaml").read_text("utf-8")
FILE_OF = {
    Kept.COMMENTS: {"focus", "quote"},
    Kept.PLACES: {"where", "sort", "part", "spot"},
}


def load(folder: Path, text: str) -> Questionnaire:
    shutil.copytree(SUPPORT / "cells", folder / "cells", dirs_exist_ok=True)
    path = folder / "apart.yaml"
    path.write_text(text, "utf-8")
    return load_questionnaire(path)


def refuse(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(QuestionnaireRefused) as refused:
        load(folder, text)
    return refused.value.faults


def change(before: str, after: str) -> str:
    assert GOOD.count(before) == 1, before
    return GOOD.replace(before, after)


def test_the_new_kinds_are_read(tmp_path: Path) -> None:
    form = load(tmp_path, GOOD)
    names = {file: {q.name for q in form.questions if q.file is file} for file in FILE_OF}
    assert names == FILE_OF
    assert (form.by_name["drawn"].kind, form.by_name["drawn"].maximum) == (Kind.DRAW, 2)
    assert form.by_name["noise"].layout is Layout.ROW
    assert form.by_name["theft"].layout is Layout.LIST
    assert len(form.by_name["spot"].cell_set) == 4


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("maximum: 60", "maximum: 4000", id="a long text"),
        pytest.param("    maximum: 60\n", "", id="a text without a limit of its own"),
        pytest.param("    maximum: 3\n    kept", "    kept", id="squares without a number"),
        pytest.param("${focus} != ''", "${focus} = 'answered'", id="whether somebody wrote"),
        pytest.param("${focus} != ''", "not(${focus} = '')", id="unless nobody wrote"),
        pytest.param(
            "selected(${drawn}, 'noise')",
            "selected(${drawn}, 'noise') and not(selected(${drawn}, 'litter'))",
            id="two things drawn",
        ),
        pytest.param("    kind: scale\n    layout", "    kind: single\n    layout", id="a row"),
    ],
)
def test_what_makes_sense_is_accepted(tmp_path: Path, before: str, after: str) -> None:
    load(tmp_path, change(before, after))


REFUSED = [
    # draws
    pytest.param("maximum: 2\n", "minimum: 1\n", "draw", "'drawn'", "maximum", id="draw without"),
    pytest.param("maximum: 2\n", "maximum: 4\n", "bounds", "'drawn'", "at most 3", id="too many"),
    pytest.param("maximum: 2\n", "maximum: 0\n", "bounds", "'drawn'", "from 1", id="none drawn"),
    pytest.param(
        "maximum: 2\n",
        "maximum: 2\n    required: true\n",
        "required",
        "'drawn'",
        "Remove",
        id="required draw",
    ),
    pytest.param(
        "maximum: 2\n",
        "maximum: 2\n    personal: true\n    why: We ask.\n",
        "draw",
        "'drawn'",
        "'personal'",
        id="personal draw",
    ),
    pytest.param(
        "maximum: 2\n",
        "maximum: 2\n    kept: places\n",
        "kept",
        "'drawn'",
        "Remove",
        id="draw kept apart",
    ),
    pytest.param(
        "{code: litter, label: Litter}",
        "{code: litter, label: Litter, kind: dont_know}",
        "draw",
        "'drawn'",
        "substance",
        id="draw of no substance",
    ),
    pytest.param(
        "{code: litter, label: Litter}",
        "{code: litter, label: Litter}\n      - {code: dogs, label: Dogs}",
        "draw",
        "'drawn', option 'dogs'",
        "selected(${drawn}, 'dogs')",
        id="drawn for nothing",
    ),
    pytest.param(
        "selected(${drawn}, 'noise')",
        "${drawn} = 'noise'",
        "use-selected",
        "'noise'",
        "selected",
        id="draw as one",
    ),
    pytest.param(
        "selected(${drawn}, 'noise')",
        "count-selected(${drawn}) > 2 and selected(${drawn}, 'noise')",
        "never",
        "'noise'",
        "Correct",
        id="more than are drawn",
    ),
    pytest.param(
        "selected(${drawn}, 'noise')",
        "selected(${drawn}, 'nois')",
        "unknown-option",
        "'noise'",
        "noise",
        id="no such",
    ),
    # rows
    pytest.param(
        "    hint: 1 = no problem at all, 3 = a big problem\n",
        "",
        "layout",
        "'noise'",
        "hint",
        id="ends unnamed",
    ),
    pytest.param(
        "{code: 3, label: 3}",
        "{code: 3, label: Big problem}",
        "layout",
        "'noise'",
        "8",
        id="long label",
    ),
    pytest.param(
        "{code: 3, label: 3}",
        "\n      - ".join(f"{{code: {n}, label: {n}}}" for n in range(3, 10)),
        "layout",
        "'noise'",
        "at most 8",
        id="long row",
    ),
    pytest.param(
        "kind: multiple\n",
        "kind: multiple\n    layout: row\n    hint: x\n",
        "layout",
        "'sort'",
        "Remove",
        id="row of several",
    ),
    pytest.param(
        "layout: row", "layout: rows", "file.unknown-kind", "layout", "row", id="no such layout"
    ),
    # texts
    pytest.param(
        "maximum: 60", "required: true", "required", "'focus'", "Remove", id="required text"
    ),
    pytest.param("maximum: 60", "minimum: 2", "bounds", "'focus'", "maximum", id="shortest text"),
    pytest.param(
        "maximum: 60", "kept: answers", "kept", "'focus'", "Remove", id="text with answers"
    ),
    pytest.param("maximum: 60", "kept: places", "kept", "'focus'", "Remove", id="text with places"),
    pytest.param(
        "maximum: 60",
        "personal: true\n    why: We ask.",
        "kept",
        "'focus'",
        "'personal'",
        id="personal text",
    ),
    pytest.param(
        "${focus} != ''",
        "${focus} = 'yes'",
        "unread",
        "'quote'",
        "${focus} != ''",
        id="what a text says",
    ),
    pytest.param(
        "${focus} != ''",
        "selected(${focus}, 'knife')",
        "unread",
        "'quote'",
        "${focus} != ''",
        id="a word of a text",
    ),
    pytest.param(
        "${focus} != ''",
        "string-length(${focus}) > 20",
        "never",
        "'quote'",
        "Correct",
        id="a long text",
    ),
    pytest.param(
        "${focus} != ''", "number(${focus}) > 3", "never", "'quote'", "Correct", id="a number typed"
    ),
    # what is kept apart
    pytest.param(
        "kept: comments",
        "kept: comment",
        "file.unknown-kind",
        "kept",
        "comments",
        id="no such file",
    ),
    pytest.param(
        "  - name: age\n    kind: single\n",
        "  - name: age\n    kind: number\n    kept: comments\n",
        "kept",
        "'age'",
        "another kind",
        id="a number with comments",
    ),
    pytest.param(
        "kind: place\n    kept: places",
        "kind: place\n    kept: comments",
        "kept",
        "'part'",
        "kind",
        id="ward with comments",
    ),
    pytest.param(
        "maximum: 3\n    kept: places",
        "maximum: 3\n    kept: comments",
        "kept",
        "'spot'",
        "kind",
        id="location with comments",
    ),
    pytest.param(
        "maximum: 3\n    kept: places",
        "maximum: 3\n    kept: answers",
        "kept",
        "'spot'",
        "Remove",
        id="location with answers",
    ),
    pytest.param(
        "kind: place\n    kept: places",
        "kind: place\n    kept: places\n    personal: true\n    why: We ask.",
        "kept",
        "'part'",
        "'personal'",
        id="home kept apart",
    ),
    # locations
    pytest.param("    cells_from: apart\n", "", "cells", "'spot'", "cells_from", id="no squares"),
    pytest.param(
        "cells_from: apart",
        "cells: [E534010N182000]",
        "cells",
        "'spot'",
        "E534250N182000",
        id="off the grid",
    ),
    pytest.param(
        "cells_from: apart",
        "cells: [E534000N182000, E534000N182000]",
        "cells",
        "'spot'",
        "one",
        id="square twice",
    ),
    pytest.param(
        "cells_from: apart",
        "cells_from: tower-hamlet",
        "unknown-cells",
        "'spot'",
        "tower-hamlets",
        id="no such file",
    ),
    pytest.param(
        "maximum: 3", "maximum: 6", "bounds", "'spot'", "at most 5", id="too many squares"
    ),
    pytest.param(
        "maximum: 3", "required: true", "required", "'spot'", "Remove", id="required location"
    ),
    pytest.param(
        "kind: multiple\n",
        "kind: multiple\n    cells_from: apart\n",
        "cells",
        "'sort'",
        "location",
        id="squares elsewhere",
    ),
]


@pytest.mark.parametrize(("before", "after", "code", "place", "remedy"), REFUSED)
def test_what_makes_none_is_refused_where_it_stands_with_what_to_do(
    tmp_path: Path, before: str, after: str, code: str, place: str, remedy: str
) -> None:
    wanted = code if "." in code else f"questionnaire.{code}"
    found = [fault for fault in refuse(tmp_path, change(before, after)) if fault.code == wanted]
    assert found
    assert place in found[0].place
    assert any(remedy in fault.remedy for fault in found)


def test_a_permission_to_quote_where_nobody_can_write_is_refused(tmp_path: Path) -> None:
    lines = GOOD.split("  - name: focus")
    without = lines[0] + "  - name: quote" + lines[1].split("  - name: quote")[1]
    faults = refuse(tmp_path, without.replace("    relevant: \"${focus} != ''\"\n", ""))
    assert [(fault.code, fault.place) for fault in faults] == [
        ("questionnaire.kept", "apart.yaml, line 54, question 'quote', kept")
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("cells: E534000N182000\n", "questionnaire.cells", id="no list"),
        pytest.param("squares: []\n", "questionnaire.cells", id="another name"),
        pytest.param("cells: [", "file.yaml", id="no YAML"),
    ],
)
def test_what_is_wrong_with_a_file_of_squares_is_told_there(
    tmp_path: Path, content: str, code: str
) -> None:
    (tmp_path / "cells").mkdir()
    (tmp_path / "cells" / "town.yaml").write_text(content, "utf-8")
    faults = refuse(tmp_path, change("cells_from: apart", "cells_from: town"))
    assert (code, "town.yaml") in {(fault.code, fault.place.split(",")[0]) for fault in faults}
