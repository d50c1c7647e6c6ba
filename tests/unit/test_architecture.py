"""ARCHITECTURE.md names what there is: folders, modules, and a test for every promise."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("bot", "surveys", "analysis", "tests")
PAGE = (REPOSITORY / "ARCHITECTURE.md").read_text("utf-8")
_, _, PROMISES = PAGE.partition("## Promises")
PROMISES, _, _ = PROMISES.partition("\n## ")


def find_files(path: str) -> list[Path]:
    """What a path stands for; a module may be named without its ending."""
    return [*REPOSITORY.glob(path), *REPOSITORY.glob(f"{path}.py")]


def test_every_path_that_is_named_is_there() -> None:
    named = re.findall(rf"`((?:{'|'.join(PACKAGES)}|docs)/[^`\s]*?)/?`", PAGE)
    named += re.findall(r"\]\(([^)#:]+)\)", PAGE)
    assert len(named) > 50
    assert [path for path in named if not find_files(path)] == []


def test_every_module_that_is_named_without_its_folder_is_there() -> None:
    modules = {path.name for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py")}
    named = re.findall(r"`([a-z_]+\.py)`", PAGE)
    assert named
    assert [name for name in named if name not in modules] == []


def test_every_promise_names_a_test_that_would_fail_without_it() -> None:
    rows = [line.strip("| ").split(" | ") for line in PROMISES.splitlines() if line[:2] == "| "]
    _, *promises = rows
    assert len(promises) > 7
    for promise, _, tests in promises:
        paths = re.findall(r"`(tests/[^`]+)`", tests)
        assert paths, promise
        for path in paths:
            [found] = find_files(path)
            assert found.is_file() or any(found.rglob("test_*.py")), (promise, path)
