from __future__ import annotations

import random
import re
from functools import partial

import pytest

from surveys.errors import StaffError
from surveys.joining import (
    find_token,
    new_invitation_token,
    new_staff_code,
    normalise_code,
    start_payload,
)

SEEDED = random.Random(3)


class TestStaffCodes:
    def test_they_are_short_and_have_no_letter_that_looks_like_another(self) -> None:
        for _ in range(200):
            code = new_staff_code(SEEDED.randbytes)
            assert re.fullmatch(r"S-[0-9A-HJKMNP-TV-Z]{4}", code)

    def test_one_that_was_ever_given_is_not_given_again(self) -> None:
        first = new_staff_code(random.Random(5).randbytes)
        assert new_staff_code(random.Random(5).randbytes, {first}) != first

    def test_where_none_is_free_it_is_told(self) -> None:
        with pytest.raises(StaffError) as refused:
            new_staff_code(bytes, {"S-0000"})
        assert refused.value.code == "staff.no-code"

    def test_a_typed_one_is_read_in_any_case(self) -> None:
        assert normalise_code(" s-7qk4 ") == "S-7QK4"


class TestInvitationTokens:
    def test_they_hold_all_random_bits_and_fit_into_a_link(self) -> None:
        tokens = {new_invitation_token(SEEDED.randbytes) for _ in range(200)}
        assert len(tokens) == 200
        for token in tokens:
            payload = start_payload(token)
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload), "what Telegram allows"
            assert find_token(payload) == token

    def test_no_bit_is_lost(self) -> None:
        for at in range(128):
            flip = partial(int.to_bytes, 1 << at)
            assert new_invitation_token(flip) != new_invitation_token(bytes)

    @pytest.mark.parametrize(
        "payload",
        ["", "staff_", "staff_short", "staff_" + "a" * 23, "v_" + "a" * 22, "staff_" + "!" * 22],
    )
    def test_another_payload_has_none(self, payload: str) -> None:
        assert find_token(payload) is None
