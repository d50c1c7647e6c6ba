from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

import pytest

from surveys.errors import SecretKeyError
from surveys.keyring import KeyRing, MasterKey
from surveys.privacy import ContactKeys, RoundKeys, StaffKeys, TransitKeys
from surveys.seals import Sealer, derive, keyed_hash

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
CHAT = 7_000_000_001


def master(key: bytes = KEY) -> MasterKey:
    return MasterKey.from_text(base64.urlsafe_b64encode(key).decode())


@pytest.fixture
def ring(tmp_path: Path) -> KeyRing:
    return KeyRing(tmp_path / "keys", master())


class TestPseudonyms:
    def test_a_chat_has_one_in_a_round_and_another_in_the_next(self) -> None:
        keys = RoundKeys(KEY)
        assert keys.pseudonym(CHAT) == RoundKeys(KEY).pseudonym(CHAT)
        assert keys.pseudonym(CHAT) != keys.pseudonym(CHAT + 1)
        assert keys.pseudonym(CHAT) != RoundKeys(OTHER_KEY).pseudonym(CHAT)
        assert len(keys.pseudonym(CHAT)) == 16

    def test_a_session_has_a_pseudonym_by_its_nonce_and_the_key_of_the_round(self) -> None:
        nonce = CHAT.to_bytes(8, signed=True)
        keys = RoundKeys(KEY)
        made = {keys.session_pseudonym(nonce), keys.session_pseudonym(nonce + b"2")}
        made |= {RoundKeys(OTHER_KEY).session_pseudonym(nonce), keys.pseudonym(CHAT)}
        assert len(made) == 4
        assert keys.session_pseudonym(nonce) == RoundKeys(KEY).session_pseudonym(nonce)
        assert len(keys.session_pseudonym(nonce)) == 16

    @pytest.mark.parametrize("chat", [-(2**63), -1_001_234_567_890, 0, 2**52, 2**63 - 1])
    def test_every_chat_id_has_one(self, chat: int) -> None:
        assert len(RoundKeys(KEY).pseudonym(chat)) == 16


class TestTransitKeys:
    def test_what_is_sealed_can_be_opened_after_a_restart(self, ring: KeyRing) -> None:
        sealed = TransitKeys(ring, "inbox", os.urandom).seal(b"update", b"inbox")
        assert TransitKeys(ring, "inbox", os.urandom).open(sealed, b"inbox") == b"update"

    def test_a_renewed_key_still_opens_what_waits_until_it_is_destroyed(
        self, ring: KeyRing
    ) -> None:
        keys = TransitKeys(ring, "inbox", os.urandom)
        sealed = keys.seal(b"update", b"inbox")
        keys.renew()
        assert keys.open(sealed, b"inbox") == b"update"
        assert len(ring.names()) == 2
        keys.destroy_earlier()
        with pytest.raises(SecretKeyError):
            keys.open(sealed, b"inbox")
        with pytest.raises(SecretKeyError):
            TransitKeys(ring, "inbox", os.urandom).open(sealed, b"inbox")
        later = keys.seal(b"later", b"inbox")
        assert keys.open(later, b"inbox") == b"later"

    def test_keys_of_an_earlier_run_are_destroyed_too_and_of_another_kind_are_not(
        self, ring: KeyRing
    ) -> None:
        TransitKeys(ring, "inbox", os.urandom)
        TransitKeys(ring, "outbox", os.urandom)
        keys = TransitKeys(ring, "inbox", os.urandom)
        before = keys.has_earlier
        keys.destroy_earlier()
        assert (before, keys.has_earlier) == (True, False)
        assert sorted(name.partition("-")[0] for name in ring.names()) == ["inbox", "outbox"]

    def test_what_one_key_sealed_for_a_round_transit_cannot_open(self, ring: KeyRing) -> None:
        sealed = RoundKeys(KEY).sealer.seal(b"answer", b"")
        with pytest.raises(SecretKeyError):
            TransitKeys(ring, "inbox", os.urandom).open(sealed, b"")

    def test_a_lane_tells_chats_apart_and_is_not_a_pseudonym(self, ring: KeyRing) -> None:
        keys = TransitKeys(ring, "inbox", os.urandom)
        assert len(keys.lane(CHAT)) == 8
        assert keys.lane(CHAT) != keys.lane(CHAT + 1)
        assert not RoundKeys(KEY).pseudonym(CHAT).startswith(keys.lane(CHAT))


class TestPersonKeys:
    def test_a_chat_looks_different_wherever_it_is_known(self) -> None:
        known = {
            StaffKeys(KEY).person(CHAT),
            ContactKeys(KEY).person(CHAT),
            RoundKeys(KEY).pseudonym(CHAT),
            StaffKeys(OTHER_KEY).person(CHAT),
            StaffKeys(KEY).person(CHAT + 1),
        }
        assert len(known) == 5
        assert {len(person) for person in known} == {16}
        assert StaffKeys(KEY).person(CHAT) == StaffKeys(KEY).person(CHAT)

    def test_what_is_sealed_for_one_use_does_not_open_for_another(self) -> None:
        sealed = StaffKeys(KEY).sealer.seal(b"7000000001", b"S-7QK4")
        assert StaffKeys(KEY).sealer.open(sealed, b"S-7QK4") == b"7000000001"
        for sealer in (ContactKeys(KEY).sealer, RoundKeys(KEY).sealer, Sealer(KEY)):
            with pytest.raises(SecretKeyError):
                sealer.open(sealed, b"S-7QK4")

    def test_an_invitation_is_kept_under_a_key_of_its_own(self) -> None:
        keys = StaffKeys(KEY)
        token = "the same"
        chat = int.from_bytes(token.encode())
        assert len(keys.invitation_hash("token")) == 16
        assert keys.invitation_hash("token") != keys.invitation_hash("tokem")
        assert keys.invitation_hash("token") != StaffKeys(OTHER_KEY).invitation_hash("token")
        assert keys.invitation_hash(token) != keys.person(chat)


class TestInvitationCodes:
    def test_the_hash_of_one_depends_on_the_round_and_not_on_the_spelling(self) -> None:
        keys, code = RoundKeys(KEY), "7QK4-M2XD-9TB0-V5HC"
        assert keys.code_hash(code) == keys.code_hash("7qk4 m2xd 9tbo v5hc")
        assert keys.code_hash(code) != RoundKeys(OTHER_KEY).code_hash(code)
        assert len(keys.code_hash(code)) == 16

    def test_no_key_is_used_for_two_things(self) -> None:
        round_, code = RoundKeys(KEY), "7QK4M2XD9TB0V5HC"
        for purpose in ("round seal", "round pseudonym", "round receipt"):
            other = keyed_hash(derive(KEY, purpose), code.encode(), 16)
            assert round_.code_hash(code) != other

    @pytest.mark.parametrize("text", ["7QK4-M2XD-9T", "", "7QK4-M2XD-9TB0-V5H"])
    def test_what_is_none_has_no_hash(self, text: str) -> None:
        with pytest.raises(ValueError, match="not an invitation"):
            RoundKeys(KEY).code_hash(text)
