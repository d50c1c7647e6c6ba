"""The commands, and that the documents name what there is."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import Settings, load_settings

REPOSITORY = Path(__file__).parents[3]
README = (REPOSITORY / "README.md").read_text("utf-8")
RELEASED = {
    "run",
    "demo",
    "sandbox",
    "new-key",
    "measures",
    "plan-sample",
    "questionnaire list",
    "questionnaire check",
    "questionnaire show",
    "round list",
    "round new",
    "round open",
    "round close",
    "round show",
    "round set",
    "round launch",
    "round approve",
    "round decline",
    "round unschedule",
    "round withdraw",
    "round delete",
    "round remind",
    "round messages",
    "round actions",
    "round codes",
    "round venue",
    "round poster",
    "round publish",
    "round progress",
    "answers import",
    "staff list",
    "staff invite",
    "staff remove",
    "audit",
    "comments code",
    "comments export",
    "comments import",
    "comments agreement",
    "comments risks",
    "comments approve",
    "export",
    "report",
    "places",
    "evidence",
    "releases",
}


def find_commands(group: Typer, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command of a group by its words."""
    for command in group.registered_commands:
        assert command.name is not None
        yield (*before, command.name)
    for below in group.registered_groups:
        assert below.name is not None
        assert below.typer_instance is not None
        yield from find_commands(below.typer_instance, (*before, below.name))


COMMANDS = sorted(find_commands(app))
GROUPS = sorted({command[:-1] for command in COMMANDS})


def test_these_commands_are_there() -> None:
    assert {" ".join(command) for command in COMMANDS} == RELEASED


@pytest.mark.parametrize("words", [*GROUPS, *COMMANDS], ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, [*words, "--help"])
    assert told.exit_code == 0
    assert "Usage: canvass " + " ".join(words) in " ".join(told.output.split())


def test_the_version_is_told() -> None:
    told = CliRunner().invoke(app, ["--version"])
    assert (told.exit_code, told.output) == (0, f"canvass {version('canvass')}\n")


def test_help_names_what_shows_where_an_error_came_from() -> None:
    assert "--debug" in CliRunner().invoke(app, ["--help"]).output


def test_without_a_command_there_is_help_and_a_usage_error() -> None:
    told = CliRunner().invoke(app, [])
    assert told.exit_code == 2
    assert "Usage: canvass" in told.output


def test_breakdowns_are_explained_by_what_they_are() -> None:
    told = CliRunner().invoke(app, ["measures", "--help"], env={"COLUMNS": "200"})
    assert "each measure by sex, age, area" in " ".join(told.output.replace("│", " ").split())


def test_help_starts_in_under_half_a_second() -> None:
    heavy = {"telegram", "pyarrow", "pandas", "sqlalchemy", "duckdb"}
    loaded = f"import bot.cli, sys; print(len({heavy} & {{*sys.modules}}))"
    told = subprocess.run(
        [sys.executable, "-c", loaded], cwd=REPOSITORY, capture_output=True, check=True, text=True
    )
    assert told.stdout == "0\n"
    took = []
    for _ in range(3):  # processor time: other work on the machine is not what is measured
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "bot", "--help"], cwd=REPOSITORY, capture_output=True, check=True
        )
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime)
    assert min(took) < 0.5


# -- documents -------------------------------------------------------------------------------------


def documented_commands() -> set[str]:
    """The commands that the README names, by as many words as a command has."""
    found = set()
    for line in re.findall(r"`(?:\.venv/bin/)?canvass ([^`]+)`", README):
        words = line.split()
        found.add(" ".join(words[:2]) if tuple(words[:1]) in GROUPS else words[0])
    return found - {"COMMAND"}


def test_every_command_in_the_readme_exists() -> None:
    assert documented_commands() <= RELEASED


def test_what_people_need_is_in_the_readme() -> None:
    needed = {"run", "new-key", "measures", "round new", "round open", "round close"}
    assert documented_commands() >= needed | {"answers import", "questionnaire show"}
    assert "make demo" in README


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", README, re.MULTILINE))
    assert named >= {"demo", "test", "check", "venv"}
    assert named <= targets


def test_every_link_in_the_readme_leads_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in link:
            assert (REPOSITORY / link).exists(), link


def test_the_example_file_lists_exactly_the_settings_each_with_a_comment() -> None:
    lines = (REPOSITORY / ".env.example").read_text("utf-8").splitlines()
    named = [match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z_]+)=", line))]
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)
    commented = False
    for line in lines:
        if re.match(r"#?[A-Z][A-Z_]+=", line):
            assert commented, line
        else:
            commented = line.startswith("#")


def test_the_example_file_holds_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    example = REPOSITORY / ".env.example"
    assert load_settings(_env_file=example) == load_settings(_env_file=None)
