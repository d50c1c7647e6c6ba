from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.codes import normalise_receipt
from surveys.errors import RoundError
from surveys.reach import (
    Payload,
    PayloadKind,
    check_venue_name,
    link,
    new_invitation_code,
    new_venue_code,
    normalise_invitation_code,
    read_payload,
)

VENUE = Payload(PayloadKind.VENUE, "7QK4M2")
INVITATION = Payload(PayloadKind.INVITATION, "7QK4-M2XD-9TB0-V5HC")


class TestCodes:
    def test_a_venue_has_six_characters(self) -> None:
        assert new_venue_code(bytes) == "000000"
        assert new_venue_code(lambda count: b"\xff" * count) == "ZZZZZZ"

    def test_an_invitation_uses_every_one_of_80_random_bits(self) -> None:
        asked: list[int] = []

        def draw(count: int) -> bytes:
            asked.append(count)
            return bytes(count)

        assert new_invitation_code(draw) == "0000-0000-0000-0000"
        assert asked == [10]
        one_bit = [(1 << bit).to_bytes(10) for bit in range(80)]
        drawn = {new_invitation_code(lambda _: bits) for bits in one_bit}  # noqa: B023  # used at once
        assert len(drawn) == 80

    @given(drawn=st.binary(min_size=10, max_size=10))
    def test_every_invitation_reads_as_itself_and_as_no_receipt(self, drawn: bytes) -> None:
        code = new_invitation_code(lambda count: drawn[:count])
        assert normalise_invitation_code(code) == code
        assert normalise_receipt(code) is None

    @given(typed=st.text(max_size=80))
    def test_what_is_typed_is_a_receipt_or_an_invitation_and_never_both(self, typed: str) -> None:
        assert normalise_invitation_code(typed) is None or normalise_receipt(typed) is None

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            pytest.param("7qk4m2xd9tb0v5hc", "7QK4-M2XD-9TB0-V5HC", id="lower case, no dashes"),
            pytest.param(" 7QK4 M2XD 9TB0 V5HC.", "7QK4-M2XD-9TB0-V5HC", id="spaces, full stop"),
            pytest.param("7QK4–M2XD–9TBO–V5HC", "7QK4-M2XD-9TB0-V5HC", id="long dashes, O for 0"),
            pytest.param("iL00-0000-0000-0000", "1100-0000-0000-0000", id="I and L for 1"),
            pytest.param("৭QK৪-M২XD-৯TB০-V৫HC", "7QK4-M2XD-9TB0-V5HC", id="Bengali digits"),
            pytest.param("7QK4-M2XD-9T", None, id="a receipt"),
            pytest.param("7QK4-M2XD-9TB0-V5H", None, id="too short"),
            pytest.param("7QK4-M2XD-9TB0-V5HCC", None, id="too long"),
            pytest.param("7QK4-M2XD-9TB0-V5HU", None, id="U is in no code"),
            pytest.param("", None, id="empty"),
            pytest.param("7" * 10_000, None, id="very long"),
        ],
    )
    def test_what_people_type_is_read_kindly(self, typed: str, read: str | None) -> None:
        assert normalise_invitation_code(typed) == read


class TestPayloads:
    @pytest.mark.parametrize(
        ("text", "payload"),
        [
            pytest.param("v_7QK4M2", VENUE, id="venue"),
            pytest.param("v_7qk4m2", VENUE, id="venue typed in lower case"),
            pytest.param("i_7QK4M2XD9TB0V5HC", INVITATION, id="invitation"),
            pytest.param("i_7qk4-m2xd-9tbo-v5hc", INVITATION, id="invitation typed by hand"),
            pytest.param("staff_aB3_-x", Payload(PayloadKind.STAFF, "aB3_-x"), id="staff"),
            pytest.param("annual-2026", Payload(PayloadKind.ROUND, "annual-2026"), id="round"),
            pytest.param("staff", Payload(PayloadKind.ROUND, "staff"), id="round named staff"),
            pytest.param("v-7qk4m2", Payload(PayloadKind.ROUND, "v-7qk4m2"), id="round with v-"),
            pytest.param("", None, id="empty"),
            pytest.param("v_", None, id="venue without a code"),
            pytest.param("v_7QK4M", None, id="code too short"),
            pytest.param("i_7QK4M2XD9T", None, id="a receipt for an invitation"),
            pytest.param("staff_", None, id="staff without a token"),
            pytest.param("round_annual-2026", None, id="no such beginning"),
            pytest.param("x_7QK4M2", None, id="unknown beginning"),
            pytest.param("_7QK4M2", None, id="no beginning"),
            pytest.param("Annual-2026", None, id="no name of a round"),
            pytest.param("annual 2026", None, id="a space"),
            pytest.param("annual-2026\n", None, id="a line break"),
            pytest.param("v_৭QK4M2", None, id="what no link can carry"),
            pytest.param("staff_" + "x" * 58, Payload(PayloadKind.STAFF, "x" * 58), id="64 long"),
            pytest.param("staff_" + "x" * 59, None, id="65 long"),
            pytest.param("a" * 10_000, None, id="very long"),
        ],
    )
    def test_what_comes_with_start_is_read(self, text: str, payload: Payload | None) -> None:
        assert read_payload(text) == payload

    @given(text=st.one_of(st.text(max_size=70), st.from_regex(r"(v|i|staff)_[A-Za-z0-9_-]*")))
    def test_what_is_read_reads_the_same_once_written(self, text: str) -> None:
        read = read_payload(text)
        assert read is None or read_payload(read.write()) == read

    @pytest.mark.parametrize(
        "payload",
        [
            pytest.param(Payload(PayloadKind.VENUE, "7qk4m2"), id="another spelling"),
            pytest.param(Payload(PayloadKind.ROUND, "v_7QK4M2"), id="no name of a round"),
            pytest.param(Payload(PayloadKind.STAFF, "x" * 59), id="too long"),
            pytest.param(Payload(PayloadKind.STAFF, "a b"), id="a space"),
        ],
    )
    def test_what_would_not_read_back_is_not_written(self, payload: Payload) -> None:
        with pytest.raises(ValueError, match="not what a link"):
            payload.write()


class TestLinks:
    @pytest.mark.parametrize("bot", ["ExampleBot", "@ExampleBot"])
    def test_one_opens_the_bot_with_its_payload(self, bot: str) -> None:
        assert link(bot, VENUE) == "https://t.me/ExampleBot?start=v_7QK4M2"
        assert link(bot, INVITATION) == "https://t.me/ExampleBot?start=i_7QK4M2XD9TB0V5HC"

    @pytest.mark.parametrize("bot", ["", "@", "no", "Example Bot", "ExampleBot?x=", "x" * 33])
    def test_what_is_no_name_of_a_bot_is_refused(self, bot: str) -> None:
        with pytest.raises(RoundError, match="BotFather") as refused:
            link(bot, VENUE)
        assert refused.value.code == "reach.bot"


class TestVenueNames:
    def test_one_is_kept_with_single_spaces(self) -> None:
        assert check_venue_name("  Library,\n Example  Road ") == "Library, Example Road"
        assert check_venue_name("বাজার") == "বাজার"

    @pytest.mark.parametrize(
        "name", ["", "  ", "=1+1", "@here", "-x", "+44", "x" * 61, "a\x00b", "a\u202eb"]
    )
    def test_one_that_cannot_be_printed_or_listed_is_refused(self, name: str) -> None:
        with pytest.raises(RoundError) as refused:
            check_venue_name(name)
        assert refused.value.code == "reach.venue"


def test_codes_drawn_one_after_the_other_differ() -> None:
    draw = random.Random(3).randbytes
    assert len({new_invitation_code(draw) for _ in range(5_000)}) == 5_000
