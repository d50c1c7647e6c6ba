"""Who asks, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.contacts import load_contacts
from surveys.errors import CanvassError, RefusedFile, SettingsError
from surveys.partnership import PARTNERSHIPS, load_partnership
from tests.support.launching import PARTNERSHIP

SHIPPED = (PARTNERSHIPS / "tower-hamlets.yaml").read_text("utf-8")
UNKNOWN = ("council_page", "other_way", "dpia", "safeguarding_lead", "safeguarding_procedure")


def test_the_partnership_that_ships_is_marked_as_not_yet_confirmed() -> None:
    shipped = load_partnership("tower-hamlets")
    assert shipped.name == "Tower Hamlets Community Safety Partnership"
    assert not shipped.confirmed


def test_nothing_is_made_up_for_the_partnership_that_ships() -> None:
    shipped = load_partnership("tower-hamlets")
    assert {name: getattr(shipped, name) for name in UNKNOWN} == dict.fromkeys(UNKNOWN, "")


def test_what_the_launch_needs_can_be_left_out_of_a_file(tmp_path: Path) -> None:
    lines = [line for line in SHIPPED.splitlines() if not line.startswith(UNKNOWN)]
    path = tmp_path / "town.yaml"
    path.write_text("\n".join(lines), "utf-8")
    assert load_partnership(str(path)) == load_partnership("tower-hamlets")


def test_a_partnership_of_ones_own_brings_its_contacts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "places"
    inside.mkdir()
    (inside / "contacts.yaml").write_text(
        "contacts:\n  - {name: A, group: asb, web: [example.org], source: made up}", "utf-8"
    )
    own = SHIPPED.replace("contacts: tower-hamlets", "contacts: places/contacts.yaml")
    (tmp_path / "town.yaml").write_text(own, "utf-8")
    monkeypatch.chdir(tmp_path)
    found = load_partnership("town.yaml")
    monkeypatch.chdir(inside)  # the path begins beside the file, wherever one stands
    assert [contact.name for contact in load_contacts(found.contacts).contacts] == ["A"]


def test_a_partnership_of_ones_own_can_take_contacts_of_the_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "town.yml"
    path.write_text(SHIPPED, "utf-8")
    assert load_partnership(str(path)).contacts == "tower-hamlets"


def test_contacts_that_are_not_there_are_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "town.yaml"
    path.write_text(SHIPPED.replace("contacts: tower-hamlets", "contacts: gone.yaml"), "utf-8")
    with pytest.raises(CanvassError, match=r"no file gone.yaml.*beside that file") as refused:
        load_contacts(load_partnership(str(path)).contacts)
    assert refused.value.code == "contacts.unknown"


@pytest.mark.parametrize(
    ("setting", "remedy"),
    [
        pytest.param("atlantis", "There are tower-hamlets", id="name"),
        pytest.param("tower-hamlet", "Did you mean 'tower-hamlets'", id="near miss"),
        pytest.param("nowhere/town.yaml", "path of a file", id="file"),
        pytest.param("../partnerships/tower-hamlets", "Did you mean", id="way out"),
        pytest.param("", "name a file", id="empty"),
    ],
)
def test_an_unknown_partnership_is_named(setting: str, remedy: str) -> None:
    with pytest.raises(SettingsError, match=remedy) as caught:
        load_partnership(setting)
    assert caught.value.code == "partnership.unknown"
    assert setting in caught.value.fault.problem


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("[", ["yaml"], id="no YAML"),
        pytest.param("", ["shape"], id="empty"),
        pytest.param("- a", ["shape"], id="a list"),
        pytest.param("name: Somewhere", ["missing-field"] * 8, id="lines missing"),
        pytest.param(
            SHIPPED.replace("plan: its", "plans: its").replace("confirmed: false", "confirmed: so"),
            ["missing-field", "unknown-field", "wrong-value"],
            id="several faults",
        ),
        pytest.param(f"{SHIPPED}\nname: Another", ["repeated-field"], id="said twice"),
        pytest.param(
            SHIPPED.replace("website: towerhamlets.gov.uk", 'website: ""'),
            ["wrong-value"],
            id="nothing said",
        ),
    ],
)
def test_a_faulty_file_is_refused_with_all_its_faults(
    text: str, codes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "town.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RefusedFile) as refused:
        load_partnership(str(path))
    assert sorted(fault.code for fault in refused.value.faults) == [f"file.{c}" for c in codes]
    assert all(fault.place.startswith("town.yaml") for fault in refused.value.faults)
    assert all(fault.remedy for fault in refused.value.faults)


def test_the_made_up_partnership_of_the_tests_lacks_nothing() -> None:
    example = load_partnership(str(PARTNERSHIP))
    assert all(str(getattr(example, name)) for name in type(example).model_fields)
