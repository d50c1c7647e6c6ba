from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.errors import SecretKeyError
from surveys.seals import Sealer

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


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
