"""What blocks a launch, and that all of it is told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from surveys.checklist import (
    DRAFT,
    FROM_EITHER,
    ITEMS,
    SHORTER,
    UNCONFIRMED,
    check_ready,
    find_missing,
    list_items,
    render_checklist,
)
from surveys.contacts import Contacts, Group, load_contacts
from surveys.errors import RoundError
from surveys.loading import load_catalogue
from surveys.partnership import Partnership, load_partnership
from surveys.questionnaire import Questionnaire
from surveys.rounds import CONSULTATION_DAYS, Audience, Purpose, Round, RoundState
from tests.support.launching import load_example, ready_round

ANNUAL = load_catalogue("annual-perception")
PARTNERSHIP, CONTACTS = load_example()
WALK = {
    "name": "walk",
    "version": 1,
    "languages": ["en", "bn"],
    "title": {"en": "Walking", "bn": "হাঁটা"},
    "parts": [{"name": "main", "title": {"en": "Main", "bn": "মূল"}}],
}
QUESTION = {"name": "dark", "kind": "text", "text": {"en": "After dark?", "bn": "অন্ধকারে?"}}


def draft(**changes: object) -> Round:
    days = date(2026, 12, 1), date(2026, 12, 31)
    made = Round(0, "winter", "", ANNUAL.hash, "", "", RoundState.DRAFT, *days)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def make_walk(**changes: object) -> Questionnaire:
    return Questionnaire.model_validate({**WALK, "questions": [{**QUESTION, **changes}]})


def missing(
    round_: Round,
    partnership: Partnership = PARTNERSHIP,
    contacts: Contacts = CONTACTS,
    questionnaire: Questionnaire = ANNUAL,
    chat_languages: tuple[str, ...] = ("en",),
) -> dict[str, str]:
    items = find_missing(
        round_, partnership, contacts, questionnaire, chat_languages=chat_languages
    )
    assert all(item.remedy for item in items)
    return {item.name: item.what for item in items}


def test_a_round_that_has_everything_is_ready() -> None:
    round_ = ready_round(draft())
    assert missing(round_) == {}
    check_ready(round_, PARTNERSHIP, CONTACTS, ANNUAL)


def test_the_partnership_that_ships_lacks_what_nobody_has_told_us() -> None:
    shipped = load_partnership("tower-hamlets")
    lacks = missing(draft(), shipped, load_contacts("tower-hamlets"))
    own = ["decision", "equality", "language:en", "helplines", "confirmed"]
    assert list(lacks) == [*FROM_EITHER, *own]


@pytest.mark.parametrize("who", ["", " ", "TBC", "?"])
def test_somebody_has_to_have_confirmed_the_helplines(who: str) -> None:
    without = PARTNERSHIP.model_copy(update={"helplines": who})
    (name,) = missing(ready_round(draft()), without)
    assert name == "helplines"


@pytest.mark.parametrize("name", FROM_EITHER)
def test_each_line_of_the_partnership_is_needed(name: str) -> None:
    without = PARTNERSHIP.model_copy(update={name: " "})
    assert list(missing(ready_round(draft()), without)) == [name]


@pytest.mark.parametrize("name", FROM_EITHER)
def test_a_round_can_have_its_own_line_instead(name: str) -> None:
    without = PARTNERSHIP.model_copy(update={name: ""})
    round_ = ready_round(draft())
    own = replace(round_, checklist={**round_.checklist, name: "example.org/winter"})
    assert missing(own, without) == {}
    shown = {item.name: item.what for item in list_items(own, PARTNERSHIP, CONTACTS, ANNUAL)}
    assert shown[name] == "example.org/winter"


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        pytest.param({"decision": ""}, "decision", id="decision"),
        pytest.param({"checklist": {"language:en": "A. Post"}}, "equality", id="equality"),
        pytest.param({"checklist": {"equality": "E-1"}}, "language:en", id="language"),
    ],
)
def test_what_an_officer_records_is_needed(changes: dict[str, object], lacks: str) -> None:
    round_ = replace(ready_round(draft()), **changes)  # type: ignore[arg-type]  # any field
    assert list(missing(round_)) == [lacks]


def test_no_round_signs_off_for_the_partnership() -> None:
    unsigned = PARTNERSHIP.model_copy(update={"confirmed": False})
    round_ = ready_round(draft())
    round_ = replace(round_, checklist={**round_.checklist, "confirmed": "yes"})
    assert list(missing(round_, unsigned)) == ["confirmed"]


@pytest.mark.parametrize("word", ["TBC", "tbd.", "?", " - ", "n/a", "todo"])
def test_a_mark_that_something_is_to_come_is_not_it(word: str) -> None:
    partnership = PARTNERSHIP.model_copy(update={"dpia": word})
    assert list(missing(ready_round(draft()), partnership)) == ["dpia"]


@pytest.mark.parametrize(
    ("page", "fits"),
    [
        pytest.param("example.org/survey", True, id="page"),
        pytest.param("https://www.example.org/a/b?c=1", True, id="address"),
        pytest.param("our website", False, id="words"),
        pytest.param("example", False, id="no domain"),
    ],
)
def test_the_councils_page_is_a_web_address(page: str, fits: bool) -> None:
    partnership = PARTNERSHIP.model_copy(update={"council_page": page})
    expected = {} if fits else {"council_page": f"'{page}' is no web address"}
    assert missing(ready_round(draft()), partnership) == expected


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"rehearsal": True}, id="rehearsal"),
        pytest.param({"synthetic": True}, id="synthetic"),
        pytest.param({"audience": Audience.IMPORTED}, id="imported"),
    ],
)
def test_where_nobody_is_asked_nothing_is_needed(changes: dict[str, object]) -> None:
    unsigned = load_partnership("tower-hamlets")
    check_ready(draft(**changes), unsigned, Contacts(contacts=()), ANNUAL)
    assert any(not item.satisfied for item in list_items(draft(), unsigned, CONTACTS, ANNUAL))


def test_every_language_of_the_round_is_signed_off() -> None:
    walk = make_walk()
    round_ = ready_round(draft(), languages=["en"])
    both = ("en", "bn")
    assert list(missing(round_, questionnaire=walk, chat_languages=both)) == ["language:bn"]
    only = replace(round_, languages=("en",))
    assert missing(only, questionnaire=walk, chat_languages=both) == {}


@pytest.mark.parametrize(
    ("languages", "question", "chat", "problem"),
    [
        pytest.param(
            ("en", "so"), {}, ("en", "so"), "the questionnaire is not in 'so'", id="unknown"
        ),
        pytest.param(
            ("en", "bn"),
            {"text": {"en": "After dark?", "bn": " "}, "why": {"en": "Because"}},
            ("en", "bn"),
            "the questionnaire lacks dark text; dark why",
            id="question",
        ),
        pytest.param(("en", "bn"), {}, ("en",), "the chat's own words are not in 'bn'", id="chat"),
    ],
)
def test_no_signature_makes_an_incomplete_translation_complete(
    languages: tuple[str, ...], question: dict[str, object], chat: tuple[str, ...], problem: str
) -> None:
    round_ = ready_round(draft(languages=languages))
    walk = make_walk(**question)
    found = missing(round_, questionnaire=walk, chat_languages=chat)
    assert found == {f"language:{languages[1]}": problem}
    with pytest.raises(RoundError, match=f"Complete it, or leave '{languages[1]}' out"):
        check_ready(round_, PARTNERSHIP, CONTACTS, walk, chat_languages=chat)


@pytest.mark.parametrize("group", ["emergency", "young_people", "asb"])
def test_each_group_that_is_named_as_help_has_a_confirmed_contact(group: str) -> None:
    unconfirmed = tuple(
        contact.model_copy(update={"confirmed": contact.group != group})
        for contact in CONTACTS.contacts
    )
    found = missing(ready_round(draft()), contacts=Contacts(contacts=unconfirmed))
    assert found == {"helplines": f"nobody is confirmed for {group.replace('_', ' ')}"}


def test_an_emergency_contact_is_needed_whatever_is_asked() -> None:
    nobody = Contacts(contacts=())
    round_ = ready_round(draft(), languages=["en", "bn"])
    found = missing(round_, PARTNERSHIP, nobody, make_walk(), ("en", "bn"))
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
    assert missing(unsigned, contacts=contacts, questionnaire=make_walk()) == {UNCONFIRMED: lacking}
    with pytest.raises(RoundError, match=f"record '{UNCONFIRMED}' for this round"):
        check_ready(unsigned, PARTNERSHIP, contacts, make_walk())
    agreed = replace(round_, checklist={**round_.checklist, UNCONFIRMED: "Made-up post, 1 May"})
    assert missing(agreed, contacts=contacts, questionnaire=make_walk()) == {}
    items = list_items(agreed, PARTNERSHIP, contacts, make_walk())
    (line,) = (item for item in items if item.name == UNCONFIRMED)
    assert line.what == f"{lacking}; agreed by Made-up post, 1 May"


def test_where_nobody_writes_no_helpline_for_what_is_written_is_needed() -> None:
    of_plan = tuple(one for one in CONTACTS.contacts if one.group is not Group.SUICIDE)
    assert missing(ready_round(draft()), contacts=Contacts(contacts=of_plan)) == {}


def test_the_consultation_that_ships_waits_for_helplines_or_the_leads_word() -> None:
    consultation = load_catalogue("safety-consultation")
    lacks = missing(draft(), contacts=load_contacts("tower-hamlets"), questionnaire=consultation)
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


def test_all_that_blocks_is_told_at_once_with_what_to_do() -> None:
    shipped = load_partnership("tower-hamlets")
    with pytest.raises(RoundError) as refused:
        check_ready(draft(), shipped, Contacts(contacts=()), ANNUAL)
    fault = refused.value.fault
    assert (fault.code, fault.place) == ("round.not-ready", "round 'winter'")
    assert "lacks 10" in fault.problem
    for name in (*FROM_EITHER, "decision", "equality", "language", "helplines", "confirmed"):
        assert ITEMS[name][0] in fault.problem
    assert "Fill in 'dpia', 'safeguarding_lead'," in fault.remedy
    assert "Record 'language:en' for this round" in fault.remedy
    assert "Set the round's decision." in fault.remedy


def test_the_list_shows_what_is_there_and_how_to_fix_the_rest() -> None:
    partnership = PARTNERSHIP.model_copy(update={"dpia": "", "council_page": "our page"})
    items = list_items(ready_round(draft()), partnership, CONTACTS, ANNUAL)
    lines = render_checklist(items)
    of_all = [name for name in ITEMS if name not in {SHORTER, DRAFT}]
    assert [item.name.partition(":")[0] for item in items] == of_all
    assert lines[1].startswith("[ ] Data protection impact assessment reference: Fill in 'dpia' ")
    assert lines[2] == "[x] Safeguarding lead (a role or post): Head of Safeguarding (made-up post)"
    assert lines[4].startswith("[ ] Council page that names the bot: 'our page' is no web address.")


def test_a_consultation_shorter_than_proposed_needs_its_reason_in_writing() -> None:
    short = draft(purpose=Purpose.CONSULTATION, minimum_days=CONSULTATION_DAYS - 1)
    assert SHORTER in missing(short)
    reason = {SHORTER: "the fund closes in March"}
    assert SHORTER not in missing(replace(short, checklist=reason))
    assert SHORTER not in missing(replace(short, minimum_days=CONSULTATION_DAYS))
    assert SHORTER not in missing(replace(short, purpose=Purpose.SURVEY))


@pytest.mark.parametrize(
    ("page", "lacks"),
    [
        pytest.param("https://example.org/draft", False, id="a-page"),
        pytest.param("", False, id="none-is-told-and-hinders-nothing"),
        pytest.param("ask at the desk", True, id="no-page"),
    ],
)
def test_a_consultation_says_where_its_draft_can_be_read(page: str, lacks: bool) -> None:
    round_ = draft(purpose=Purpose.CONSULTATION, checklist={DRAFT: page})
    assert (DRAFT in missing(round_)) == lacks
    [line] = [one for one in list_items(round_, PARTNERSHIP, CONTACTS, ANNUAL) if one.name == DRAFT]
    assert line.what
