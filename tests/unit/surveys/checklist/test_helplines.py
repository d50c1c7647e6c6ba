"""Nobody is asked before somebody has confirmed who helps them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveys.checklist import UNCONFIRMED, check_ready, list_items
from surveys.contacts import Contacts, Group, load_contacts
from surveys.errors import RoundError
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from tests.support.checklist import ANNUAL, CONTACTS, PARTNERSHIP, draft, list_missing, make_walk
from tests.support.launching import ready_round


@pytest.mark.parametrize("who", ["", " ", "TBC", "tbc.", "?"])
def test_somebody_has_to_have_confirmed_the_helplines(who: str) -> None:
    without = PARTNERSHIP.model_copy(update={"helplines": who})
    (name,) = list_missing(ready_round(draft()), without)
    assert name == "helplines"


@pytest.mark.parametrize("group", ["emergency", "young_people", "asb"])
def test_each_group_that_is_named_as_help_has_a_confirmed_contact(group: str) -> None:
    unconfirmed = tuple(
        contact.model_copy(update={"confirmed": contact.group != group})
        for contact in CONTACTS.contacts
    )
    found = list_missing(ready_round(draft()), contacts=Contacts(contacts=unconfirmed))
    assert found == {"helplines": f"nobody is confirmed for {group.replace('_', ' ')}"}


def test_an_emergency_contact_is_needed_whatever_is_asked() -> None:
    nobody = Contacts(contacts=())
    round_ = ready_round(draft(), languages=["en", "bn"])
    found = list_missing(round_, PARTNERSHIP, nobody, make_walk(), ("en", "bn"))
    assert found == {
        "helplines": "nobody is confirmed for emergency",
        UNCONFIRMED: "nobody is confirmed for suicide, child protection",
    }


@pytest.mark.parametrize("group", [Group.SUICIDE, Group.CHILD_PROTECTION])
@pytest.mark.parametrize("signed", ["", " ", "TBC"])
def test_nobody_asks_for_words_without_certain_helplines_unless_the_lead_agrees(
    group: Group, signed: str
) -> None:
    contacts = Contacts(contacts=tuple(one for one in CONTACTS.contacts if one.group != group))
    lacking = f"nobody is confirmed for {group.value.replace('_', ' ')}"
    round_ = ready_round(draft(languages=("en",)))
    unsigned = replace(round_, checklist={**round_.checklist, UNCONFIRMED: signed})
    assert list_missing(unsigned, contacts=contacts, questionnaire=make_walk()) == {
        UNCONFIRMED: lacking
    }
    with pytest.raises(RoundError, match=f"record '{UNCONFIRMED}' for this round"):
        check_ready(unsigned, PARTNERSHIP, contacts, make_walk())
    agreed = replace(round_, checklist={**round_.checklist, UNCONFIRMED: "Made-up post, 1 May"})
    assert list_missing(agreed, contacts=contacts, questionnaire=make_walk()) == {}
    items = list_items(agreed, PARTNERSHIP, contacts, make_walk())
    (line,) = (item for item in items if item.name == UNCONFIRMED)
    assert line.what == f"{lacking}; agreed by Made-up post, 1 May"


def test_where_nobody_writes_no_helpline_for_what_is_written_is_needed() -> None:
    of_plan = tuple(one for one in CONTACTS.contacts if one.group is not Group.SUICIDE)
    assert list_missing(ready_round(draft()), contacts=Contacts(contacts=of_plan)) == {}


def test_the_consultation_that_ships_waits_for_helplines_or_the_leads_word() -> None:
    consultation = load_catalogue("safety-consultation")
    lacks = list_missing(
        draft(), contacts=load_contacts("tower-hamlets"), questionnaire=consultation
    )
    assert lacks[UNCONFIRMED] == "nobody is confirmed for suicide, child protection"


@pytest.mark.parametrize(
    ("questionnaire", "warns"),
    [pytest.param(make_walk(), True, id="free text"), pytest.param(ANNUAL, False, id="none")],
)
def test_helplines_not_confirmed_are_named_where_people_write_and_hinder_nothing(
    questionnaire: Questionnaire, warns: bool
) -> None:
    helpline = CONTACTS.contacts[0].model_copy(
        update={"name": "A helpline", "group": Group.SUICIDE, "confirmed": False}
    )
    contacts = Contacts(contacts=(*CONTACTS.contacts, helpline))
    items = list_items(ready_round(draft()), PARTNERSHIP, contacts, questionnaire)
    (line,) = (item for item in items if item.name == "helplines")
    assert line.satisfied
    assert line.what.endswith("; not shown before somebody confirms them: A helpline") is warns
