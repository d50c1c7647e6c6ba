"""What blocks a launch, and that all of it is told at once."""

from __future__ import annotations

import pytest

from surveys.checklist import (
    DRAFT,
    FROM_EITHER,
    ITEMS,
    SHORTER,
    check_ready,
    list_items,
    render_checklist,
)
from surveys.contacts import Contacts, load_contacts
from surveys.errors import RoundError
from surveys.partnership import load_partnership
from surveys.rounds import Audience
from tests.support.checklist import ANNUAL, CONTACTS, PARTNERSHIP, draft, list_missing
from tests.support.launching import ready_round


def test_a_round_that_has_everything_is_ready() -> None:
    round_ = ready_round(draft())
    assert list_missing(round_) == {}
    check_ready(round_, PARTNERSHIP, CONTACTS, ANNUAL)


def test_the_partnership_that_ships_lacks_what_nobody_has_told_us() -> None:
    shipped = load_partnership("tower-hamlets")
    lacks = list_missing(draft(), shipped, load_contacts("tower-hamlets"))
    own = ["decision", "equality", "language:en", "helplines", "confirmed"]
    assert list(lacks) == [*FROM_EITHER, *own]


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
