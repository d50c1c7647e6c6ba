from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.codes import new_receipt, normalise_receipt
from surveys.privacy import RoundKeys

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


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
