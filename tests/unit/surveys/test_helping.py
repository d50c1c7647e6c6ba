from __future__ import annotations

from pathlib import Path

import pytest

import surveys.helping
from surveys.contacts import Contact, Contacts, Group, load_contacts
from surveys.errors import RefusedFile
from surveys.helping import CARDS, find_help, list_groups, load_cards
from surveys.safeguarding import Cue

SHIPPED = load_contacts("tower-hamlets")


def confirm_all(contacts: Contacts) -> Contacts:
    """What stands once the council has confirmed every helpline."""
    confirmed = (one.model_copy(update={"confirmed": True}) for one in contacts.contacts)
    return Contacts(contacts=tuple(confirmed))


@pytest.mark.parametrize("cue", Cue)
def test_no_card_is_empty_with_the_services_that_the_plan_prints(cue: Cue) -> None:
    found = find_help(SHIPPED, [cue])
    assert "999" in [phone.number for contact in found for phone in contact.phones]
    assert len(found) >= 2
    assert all(contact.confirmed for contact in found)


@pytest.mark.parametrize(
    ("cue", "name"),
    [
        ("domestic_abuse", "National Domestic Abuse Helpline"),
        ("self_harm", "Samaritans"),
        ("child_at_risk", "Childline, for anybody under 19"),
        ("weapons", "Crimestoppers, to tell of a crime without giving your name"),
    ],
)
def test_a_helpline_is_on_its_card_only_once_it_is_confirmed(cue: str, name: str) -> None:
    assert name not in [contact.name for contact in find_help(SHIPPED, [cue])]
    assert name in [contact.name for contact in find_help(confirm_all(SHIPPED), [cue])]


def test_the_emergency_number_comes_first_in_danger() -> None:
    assert find_help(SHIPPED, ["danger", "hate"])[0].group is Group.EMERGENCY


def test_the_emergency_number_is_not_told_as_that_of_the_police_alone() -> None:
    emergency = find_help(SHIPPED, ["self_harm"])[0]
    assert emergency.name == "Police, ambulance and fire, in an emergency"
    assert emergency.ways == "999"


def test_a_card_of_several_cues_names_each_service_once() -> None:
    names = [contact.name for contact in find_help(SHIPPED, ["weapons", "hate"])]
    assert len(names) == len(set(names))
    assert list_groups(["weapons", "hate"]) == ("emergency", "anonymous", "crime", "hate_crime")


@pytest.mark.parametrize("cue", [cue for cue in Cue if cue not in {Cue.DANGER, Cue.UNCLEAR}])
def test_what_fits_best_comes_next_however_bad_it_is(cue: Cue) -> None:
    alone = list_groups([cue])
    in_danger = list_groups([Cue.DANGER, cue])
    assert in_danger[0] is Group.EMERGENCY
    assert in_danger[: len(alone)] == alone
    assert Group.CRIME in in_danger


def test_danger_brings_the_emergency_number_first_whatever_another_card_begins_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cards = {**load_cards(), Cue.HATE: (Group.HATE_CRIME, Group.EMERGENCY)}
    monkeypatch.setattr(surveys.helping, "load_cards", lambda: cards)
    assert list_groups([Cue.HATE])[0] is Group.HATE_CRIME
    assert list_groups([Cue.DANGER, Cue.HATE]) == ("emergency", "hate_crime", "crime")


def test_who_thinks_of_ending_their_life_reads_first_who_is_there_for_that() -> None:
    groups = list_groups(["danger", "self_harm"])
    assert groups == ("emergency", "suicide", "young_people", "crime")


def test_no_cue_needs_no_service() -> None:
    assert find_help(SHIPPED, []) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("weapons: [emergency, ", "weapons: [", "cards.empty"),
        ("danger: [emergency, crime]", "danger: [crime, emergency]", "cards.order"),
        ("anonymous", "anonymus", "file.unknown-kind"),
        ("  hate: [emergency, hate_crime, crime]\n", "", "cards.empty"),
    ],
    ids=["no emergency number", "emergency not first", "unknown group", "no card"],
)
def test_cards_that_could_leave_somebody_without_help_are_refused(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    text = CARDS.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "cards.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RefusedFile) as refused:
        load_cards(path)
    assert refused.value.code == code


def test_a_helpline_that_is_not_confirmed_has_a_source_that_says_so() -> None:
    said = ("unverified", "not checked")
    assert len(SHIPPED.unconfirmed) == 6
    assert all(any(word in one.source for word in said) for one in SHIPPED.unconfirmed)
    assert all(isinstance(one, Contact) and one not in SHIPPED.shown for one in SHIPPED.unconfirmed)
