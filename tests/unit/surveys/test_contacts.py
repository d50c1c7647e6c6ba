from __future__ import annotations

from pathlib import Path

import pytest

from surveys.contacts import CATALOGUE_CONTACTS, Group, is_uk_number, load_contacts
from surveys.errors import CanvassError, RefusedFile

PLACES = sorted(file.stem for file in CATALOGUE_CONTACTS.glob("*.yaml"))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param("020 7946 0123", True, id="London"),
        pytest.param("07700 900123", True, id="mobile"),
        pytest.param("999", True, id="emergency"),
        pytest.param("101", True, id="police"),
        pytest.param("116123", True, id="European helpline"),
        pytest.param("0800 1111", True, id="Childline"),
        pytest.param("0800 555 111", True, id="ten digits from 0800"),
        pytest.param("0808 168 911", False, id="one digit short from 0808"),
        pytest.param("020 7946 012", False, id="one digit short"),
        pytest.param("020 7946 01234", False, id="one digit long"),
        pytest.param("116 12", False, id="short helpline"),
        pytest.param("7700 900123", False, id="no leading zero"),
        pytest.param("998", False, id="unknown short number"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_uk_number_has_its_digits(number: str, expected: bool) -> None:
    assert is_uk_number(number) is expected


@pytest.mark.parametrize("place", PLACES)
def test_every_number_that_ships_has_its_digits(place: str) -> None:
    for contact in load_contacts(place).contacts:
        for phone in contact.phones:
            assert is_uk_number(phone.number), f"{contact.name}: {phone.number}"


def test_victim_support_has_its_corrected_number() -> None:
    contacts = load_contacts("tower-hamlets").shown
    ways = next(contact.ways for contact in contacts if contact.name == "Victim Support")
    assert "0808 168 9111 (out of hours)" in ways


def test_every_group_that_the_plan_prints_has_a_contact_with_its_source() -> None:
    contacts = load_contacts("tower-hamlets")
    added = {"domestic_abuse", "sexual_violence", "suicide", "child_protection", "exploitation"}
    assert {contact.group for contact in contacts.shown} == set(Group) - added - {"anonymous"}
    assert all(contact.source for contact in contacts.contacts)


def _write(folder: Path, *entries: str) -> Path:
    text = "\n".join(["contacts:", *(f"  - {{{entry}, source: test}}" for entry in entries)])
    (folder / "town.yaml").write_text(text, encoding="utf-8")
    return folder


def test_what_is_not_confirmed_is_not_shown(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        "name: A, group: crime, web: [example.org], confirmed: true",
        "name: B, group: crime, web: [example.org]",
    )
    contacts = load_contacts("town", folder)
    assert [contact.name for contact in contacts.shown] == ["A"]
    assert [contact.name for contact in contacts.of_groups(["crime"])] == ["A"]


def test_contacts_come_in_the_order_of_the_groups_asked_for(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        "name: A, group: crime, web: [example.org], confirmed: true",
        "name: B, group: asb, web: [example.org], confirmed: true",
    )
    contacts = load_contacts("town", folder).of_groups(["asb", "crime"])
    assert [contact.name for contact in contacts] == ["B", "A"]


def test_the_ways_to_reach_a_service_are_one_line(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        "name: A, group: crime, web: [example.org], email: [a@example.org], address: Town Hall, "
        'phones: [{number: 020 7946 0123, hours: "9am-5pm"}, {number: "101"}]',
    )
    [contact] = load_contacts("town", folder).contacts
    assert contact.ways == ("020 7946 0123 (9am-5pm), 101, example.org, a@example.org, Town Hall")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        pytest.param(
            "name: A, group: crime, phones: [{number: 020 7946 012}]", "number", id="digit"
        ),
        pytest.param("name: A, group: crime", "empty", id="no way"),
        pytest.param("name: A, group: crimes, web: [a]", "unknown-kind", id="group"),
        pytest.param("name: A, group: crime, web: [a], fax: x", "unknown-field", id="field"),
        pytest.param("group: crime, web: [a]", "missing-field", id="no name"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, entry: str, code: str) -> None:
    folder = _write(tmp_path, entry)
    with pytest.raises(RefusedFile) as refused:
        load_contacts("town", folder)
    assert [fault.code.split(".")[1] for fault in refused.value.faults] == [code]
    assert refused.value.fault.place.startswith("town.yaml, line 2, contact ")


def test_a_place_without_contacts_is_refused() -> None:
    with pytest.raises(CanvassError) as refused:
        load_contacts("tower-hamlet")
    assert refused.value.fault.remedy == "Did you mean 'tower-hamlets'?"
