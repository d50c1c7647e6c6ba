from __future__ import annotations

import base64
import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import SecretKeyError
from surveys.privacy import (
    ContactKeys,
    KeyRing,
    MasterKey,
    RoundKeys,
    Sealer,
    StaffKeys,
    TransitKeys,
    derive,
    keyed_hash,
    new_master_key,
    new_receipt,
    normalise_receipt,
)

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


class TestMasterKey:
    def test_a_new_one_is_accepted_and_differs_from_the_next(self) -> None:
        first, second = new_master_key(), new_master_key()
        assert MasterKey.from_text(first + "\n").check_value() != (
            MasterKey.from_text(second).check_value()
        )

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            pytest.param("", "key.missing", id="empty"),
            pytest.param("  \n", "key.missing", id="blank"),
            pytest.param("changeme", "key.malformed", id="a word"),
            pytest.param(base64.urlsafe_b64encode(KEY[:31]).decode(), "key.malformed", id="short"),
            pytest.param("£" * 44, "key.malformed", id="not ascii"),
            pytest.param(base64.urlsafe_b64encode(KEY).decode()[:-1], "key.malformed", id="cut"),
        ],
    )
    def test_a_bad_one_is_refused_with_what_to_do(self, text: str, code: str) -> None:
        with pytest.raises(SecretKeyError, match="canvass new-key") as refused:
            MasterKey.from_text(text)
        assert refused.value.code == code
        assert "\n" not in str(refused.value)

    def test_its_check_value_is_stable_and_tells_keys_apart(self) -> None:
        assert master().check_value() == master().check_value()
        assert master().check_value() != master(OTHER_KEY).check_value()


class TestSealer:
    @given(plain=st.binary(max_size=300), about=st.binary(max_size=20))
    def test_what_was_sealed_opens_again_for_the_same_thing(
        self, plain: bytes, about: bytes
    ) -> None:
        sealer = Sealer(KEY)
        assert sealer.open(sealer.seal(plain, about), about) == plain

    def test_the_same_thing_sealed_twice_looks_different(self) -> None:
        assert Sealer(KEY).seal(b"yes", b"") != Sealer(KEY).seal(b"yes", b"")

    @pytest.mark.parametrize(
        ("key", "about", "flip"),
        [
            pytest.param(OTHER_KEY, b"1", None, id="another key"),
            pytest.param(KEY, b"2", None, id="about something else"),
            pytest.param(KEY, b"1", 0, id="nonce altered"),
            pytest.param(KEY, b"1", 14, id="content altered"),
            pytest.param(KEY, b"1", -1, id="tag altered"),
        ],
    )
    def test_it_opens_for_nothing_else(self, key: bytes, about: bytes, flip: int | None) -> None:
        sealed = bytearray(Sealer(KEY).seal(b"very safe", b"1"))
        if flip is not None:
            sealed[flip] ^= 1
        with pytest.raises(SecretKeyError) as refused:
            Sealer(key).open(bytes(sealed), about)
        assert refused.value.code == "key.does-not-open"

    @pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(27)])
    def test_what_was_never_sealed_is_refused(self, sealed: bytes) -> None:
        with pytest.raises(SecretKeyError):
            Sealer(KEY).open(sealed, b"")


class TestKeyRing:
    def test_a_key_is_there_after_a_restart(self, tmp_path: Path) -> None:
        key = KeyRing(tmp_path / "keys", master()).create("spring-2026")
        assert KeyRing(tmp_path / "keys", master()).get("spring-2026") == key

    def test_its_files_are_private_and_do_not_hold_the_key(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        key = ring.create("spring-2026")
        (file,) = (tmp_path / "keys").iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert key not in file.read_bytes()

    def test_a_key_that_is_needed_is_made_once(self, ring: KeyRing) -> None:
        made = ring.ensure("staff")
        assert ring.ensure("staff") == ring.get("staff") == made

    def test_a_key_that_cannot_be_read_is_not_made_anew(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        ring.ensure("staff")
        other = KeyRing(tmp_path / "keys", master(OTHER_KEY))
        with pytest.raises(SecretKeyError) as refused:
            other.ensure("staff")
        assert refused.value.code == "key.wrong-master"

    def test_keys_are_random_and_listed_by_name(self, ring: KeyRing) -> None:
        assert ring.names() == ()
        assert ring.create("b") != ring.create("a")
        assert ring.names() == ("a", "b")

    def test_a_key_is_never_made_twice(self, ring: KeyRing) -> None:
        key = ring.create("a")
        with pytest.raises(SecretKeyError) as refused:
            ring.create("a")
        assert refused.value.code == "key.exists"
        assert ring.get("a") == key

    def test_a_destroyed_key_is_gone_and_destroying_again_does_nothing(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        ring.create("a")
        kept = ring.create("b")
        ring.destroy("a")
        ring.destroy("a")
        assert ring.find("a") is None
        assert ring.get("b") == kept
        assert [path.name for path in (tmp_path / "keys").iterdir()] == ["b.key"]

    def test_destroying_overwrites_what_the_file_held(self, ring: KeyRing, tmp_path: Path) -> None:
        ring.create("a")
        file = tmp_path / "keys" / "a.key"
        second_name = tmp_path / "second-name"
        second_name.hardlink_to(file)
        before = second_name.read_bytes()
        ring.destroy("a")
        assert second_name.read_bytes() != before

    def test_a_key_that_is_not_there_is_told(self, ring: KeyRing) -> None:
        with pytest.raises(SecretKeyError, match="Restore the folder of keys") as refused:
            ring.get("a")
        assert refused.value.code == "key.not-found"

    def test_another_master_key_is_told(self, ring: KeyRing, tmp_path: Path) -> None:
        ring.create("a")
        with pytest.raises(SecretKeyError, match="the master key does not open") as refused:
            KeyRing(tmp_path / "keys", master(OTHER_KEY)).get("a")
        assert refused.value.code == "key.wrong-master"

    def test_a_key_under_the_name_of_another_is_refused(
        self, ring: KeyRing, tmp_path: Path
    ) -> None:
        ring.create("a")
        (tmp_path / "keys" / "a.key").rename(tmp_path / "keys" / "b.key")
        with pytest.raises(SecretKeyError):
            ring.get("b")

    def test_a_draft_left_by_a_crash_does_no_harm(self, ring: KeyRing, tmp_path: Path) -> None:
        (tmp_path / "keys").mkdir(mode=0o700)
        (tmp_path / "keys" / "a.draft").write_bytes(b"half a ke")
        assert ring.find("a") is None
        assert ring.create("a") == ring.get("a")
        assert ring.names() == ("a",)

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "keys").write_text("a file where the folder should be")
        with pytest.raises(SecretKeyError) as refused:
            KeyRing(tmp_path / "keys", master()).create("a")
        assert refused.value.code == "key.not-written"

    @pytest.mark.parametrize("name", ["", "../a", "a/b", "A", ".a", "a" * 65])
    def test_a_name_cannot_lead_out_of_the_folder(self, ring: KeyRing, name: str) -> None:
        with pytest.raises(ValueError, match="not a name"):
            ring.find(name)


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


class TestReceipts:
    def test_one_is_ten_characters_that_are_not_mistaken_for_others(self) -> None:
        assert new_receipt(bytes) == "0000-0000-00"
        assert new_receipt(lambda count: b"\xff" * count) == "ZZZZ-ZZZZ-ZZ"
        assert new_receipt(lambda count: bytes(range(count))) == "000G-40R4-0M"

    @given(random=st.binary(min_size=7, max_size=7))
    def test_every_one_reads_as_itself(self, random: bytes) -> None:
        receipt = new_receipt(lambda _: random)
        assert normalise_receipt(receipt) == receipt

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            pytest.param("7qk4m2xd9t", "7QK4-M2XD-9T", id="lower case, no dashes"),
            pytest.param(" 7QK4 M2XD 9T. ", "7QK4-M2XD-9T", id="spaces and a full stop"),
            pytest.param("7QK4–M2XD–9T", "7QK4-M2XD-9T", id="long dashes"),
            pytest.param("O1IL-0000-00", "0111-0000-00", id="letters that look like digits"),
            pytest.param("৭QK৪-M২XD-৯T", "7QK4-M2XD-9T", id="Bengali digits"),
            pytest.param("7QK4-M2XD-9", None, id="too short"),
            pytest.param("7QK4-M2XD-9TT", None, id="too long"),
            pytest.param("7QK4-M2XD-9U", None, id="U is in no receipt"),
            pytest.param("", None, id="empty"),
            pytest.param("I was robbed yesterday", None, id="a sentence"),
            pytest.param("①②③④⑤⑥⑦⑧⑨①", "1234-5678-91", id="circled digits"),
            pytest.param("7" * 10_000, None, id="very long"),
        ],
    )
    def test_what_people_type_is_read_kindly(self, typed: str, read: str | None) -> None:
        assert normalise_receipt(typed) == read

    @given(typed=st.text(max_size=80))
    def test_nothing_typed_is_an_error(self, typed: str) -> None:
        read = normalise_receipt(typed)
        assert read is None or normalise_receipt(read) == read

    def test_its_hash_depends_on_the_round_and_not_on_the_spelling(self) -> None:
        keys = RoundKeys(KEY)
        assert keys.receipt_hash("7QK4-M2XD-9T") == keys.receipt_hash("7qk4 m2xd 9t")
        assert keys.receipt_hash("7QK4-M2XD-9T") != RoundKeys(OTHER_KEY).receipt_hash(
            "7QK4-M2XD-9T"
        )
        assert len(keys.receipt_hash("7QK4-M2XD-9T")) == 16

    def test_what_is_no_receipt_has_no_hash(self) -> None:
        with pytest.raises(ValueError, match="not a receipt"):
            RoundKeys(KEY).receipt_hash("7QK4")


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
