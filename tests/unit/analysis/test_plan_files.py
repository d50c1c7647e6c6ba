"""Every kind of file of a plan is found, read and refused in the same way."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.plan_files import PLANS, PlanFile
from surveys.errors import CodebookRefused, PlanRefused

PLAN = PlanFile("plan", "plan.yaml", PlanRefused, frozenset({".yaml", ".json"}))
THEMES = PlanFile("codebook", "themes.yaml", CodebookRefused)
KINDS = pytest.mark.parametrize("kind", [PLAN, THEMES], ids=["plan", "codebook"])


@pytest.mark.parametrize(
    ("kind", "named", "found"),
    [
        pytest.param(PLAN, "nowhere-2030", PLANS / "nowhere-2030" / "plan.yaml", id="a name"),
        pytest.param(
            THEMES, "nowhere-2030", PLANS / "nowhere-2030" / "themes.yaml", id="its other file"
        ),
        pytest.param(
            PLAN, "../nowhere-2030", PLANS / "nowhere-2030" / "plan.yaml", id="a name and no way"
        ),
        pytest.param(PLAN, "own/b.yaml", Path("own/b.yaml"), id="a path"),
        pytest.param(PLAN, "own/b.json", Path("own/b.json"), id="another form"),
        pytest.param(THEMES, "b.json", PLANS / "b.json" / "themes.yaml", id="no form of it"),
    ],
)
def test_a_file_is_found_by_the_name_of_its_plan_or_by_path(
    kind: PlanFile, named: str, found: Path
) -> None:
    assert kind.find(named) == found


@KINDS
def test_in_a_folder_a_file_has_its_own_name(kind: PlanFile, tmp_path: Path) -> None:
    assert kind.find(tmp_path) == tmp_path / kind.name


@KINDS
def test_plans_without_the_file_are_not_named(kind: PlanFile) -> None:
    plans = kind.list_plans()
    assert plans
    assert plans == tuple(sorted(plans))
    assert all((PLANS / plan / kind.name).is_file() for plan in plans)


@KINDS
@pytest.mark.parametrize(
    ("content", "code", "remedy"),
    [
        pytest.param(None, "missing", "Name one of", id="not there"),
        pytest.param(b"name: \xff", "encoding", "Save it as UTF-8.", id="no text"),
        pytest.param(b"name: [", "yaml", "Mend the YAML.", id="no YAML"),
        pytest.param(b"- name", "shape", "Start from a", id="no fields"),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_words_of_its_kind(
    kind: PlanFile, content: bytes | None, code: str, remedy: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / kind.name).write_bytes(content)
    with pytest.raises(kind.refused) as refused:
        kind.read_fields(kind.read_text(tmp_path), kind.name)
    (fault,) = refused.value.faults
    assert fault.code == f"{kind.noun}.{code}"
    assert fault.remedy.startswith(remedy)


def test_a_code_that_looks_like_a_truth_value_stays_a_code() -> None:
    assert PLAN.read_fields("codes: [yes, no, 101]", "plan.yaml") == {"codes": ["yes", "no", "101"]}
