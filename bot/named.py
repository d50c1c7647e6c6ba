"""What updates name by a code: invitations, and answers that a receipt opens from elsewhere.

Handlers do no I/O. So codes that the updates of a batch name are looked up before they are handled,
in two queries for the whole batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from bot.fieldwork import Fieldwork, LiveRound
from bot.reduction import Reduced
from bot.respondents import Respondent, as_respondent
from bot.sessions import SessionKind
from bot.tokens import Display, Token
from bot.visits import Invited
from surveys.codes import normalise_receipt
from surveys.errors import SecretKeyError
from surveys.reach import PayloadKind, normalise_invitation_code, read_payload
from surveys.rounds import BY_CODE
from surveys.store.codes import find_codes
from surveys.store.engine import Store
from surveys.store.interviews import find_interviews_by_receipt

START = "/start "
ENTERING = frozenset("gG")
"""Letters of the buttons that agree to take part."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Named:
    """What the updates of one batch name.

    Attributes:
        codes: Invitations by their codes; one and the same for every update that names it, so that
            what one update spends the next finds spent.
        receipts: Assisted answers by their receipt codes.
        unreadable: Why answers cannot be opened, by their receipt codes.
    """

    codes: dict[str, Invited] = field(default_factory=dict)
    receipts: dict[str, Respondent] = field(default_factory=dict)
    unreadable: dict[str, SecretKeyError] = field(default_factory=dict)

    def invited(self, reduced: Reduced) -> Invited | None:
        """The invitation that an update names, if there is one with that code."""
        code = _find_invitation(reduced)
        return self.codes.get(code) if code else None

    def elsewhere(self, reduced: Reduced, own: Sequence[Respondent]) -> Respondent | None:
        """The assisted answers that an update's receipt is for.

        Args:
            reduced: The update.
            own: Who has answered in this chat or session; one of them where they are theirs.
        """
        receipt = _find_receipt(reduced)
        found = self.receipts.get(receipt) if receipt else None
        return next((one for one in own if found and one.id == found.id), found)

    def why_unreadable(self, reduced: Reduced) -> SecretKeyError | None:
        """Why the answers that an update's receipt is for cannot be opened, if they cannot."""
        receipt = _find_receipt(reduced)
        return self.unreadable.get(receipt) if receipt else None

    def drop(self, number: int) -> None:
        """Let no later update of the batch find answers that are deleted."""
        for receipt in [key for key, one in self.receipts.items() if one.id == number]:
            del self.receipts[receipt]


async def load_named(store: Store, fieldwork: Fieldwork, batch: Sequence[Reduced]) -> Named:
    """Look up what the updates of a batch name."""
    live = [one for one in fieldwork.rounds.values() if not one.preview]
    codes = {code for reduced in batch if (code := _find_invitation(reduced))}
    receipts = {receipt for reduced in batch if (receipt := _find_receipt(reduced))}
    named = Named(await _load_codes(store, live, codes) if codes else {})
    if receipts:
        await _load_receipts(store, live, receipts, named)
    return named


async def _load_codes(
    store: Store, live: Sequence[LiveRound], codes: set[str]
) -> dict[str, Invited]:
    inviting = [one for one in live if one.round.audience in BY_CODE]
    wanted = {(one.id, one.keys.code_hash(code)): (one, code) for one in inviting for code in codes}
    found: dict[str, Invited] = {}
    for key, stored in (await find_codes(store, list(wanted))).items():
        one, code = wanted[key]
        found[code] = Invited(
            code, one, key[1], stored.stratum, stored.design_weight, spent=stored.spent
        )
    return found


async def _load_receipts(
    store: Store, live: Sequence[LiveRound], receipts: set[str], named: Named
) -> None:
    wanted = {
        (one.id, one.keys.receipt_hash(code)): (one, code) for one in live for code in receipts
    }
    for stored in await find_interviews_by_receipt(store, list(wanted)):
        assert stored.receipt is not None, "it was found by its receipt"
        one, code = wanted[stored.round_id, stored.receipt]
        if stored.mode != SessionKind.ASSISTED:
            continue
        try:
            named.receipts[code] = as_respondent(stored, one)
        except SecretKeyError as error:
            # One damaged row must not stop everybody else.
            log.error("interview.unreadable", round=one.round.name, code=error.code)
            named.unreadable[code] = error


def _find_invitation(reduced: Reduced) -> str | None:
    text, data = _text_of(reduced), _data_of(reduced)
    if data:
        token = Token.read(data)
        entering = token is not None and token.action in ENTERING
        return Display.read(token.value).code or None if token and entering else None
    if text.startswith(START):
        payload = read_payload(text.removeprefix(START).strip())
        return payload.code if payload and payload.kind is PayloadKind.INVITATION else None
    return normalise_invitation_code(text)


def _find_receipt(reduced: Reduced) -> str | None:
    data = _data_of(reduced)
    if data:
        token = Token.read(data)
        return normalise_receipt(token.value) if token and token.action == "W" else None
    return normalise_receipt(_text_of(reduced))


def _text_of(reduced: Reduced) -> str:
    text = reduced.update.get("message", {}).get("text", "")
    return text if isinstance(text, str) else ""


def _data_of(reduced: Reduced) -> str:
    data = reduced.update.get("callback_query", {}).get("data", "")
    return data if isinstance(data, str) else ""
