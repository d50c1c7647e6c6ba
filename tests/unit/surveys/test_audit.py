from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.audit import (
    START,
    Entry,
    Head,
    check_expected,
    fingerprint,
    mac_of,
    read_head,
    verify,
    write_head,
)
from surveys.errors import AuditError

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
Change = Callable[[list[Entry]], list[Entry]]


def make_trail(count: int, key: bytes = KEY) -> tuple[list[Entry], Head]:
    entries: list[Entry] = []
    head = Head()
    for number in range(1, count + 1):
        bare = Entry(number, 1_790_000_000 + number, "S-7QK4", "round.open", f"r{number}", "a", "b")
        entries.append(replace(bare, mac=mac_of(key, bare, head.mac)))
        head = Head(number, entries[-1].mac)
    return entries, head


def refusal(entries: Sequence[Entry], head: Head, key: bytes = KEY) -> AuditError:
    with pytest.raises(AuditError) as refused:
        verify(key, entries, head)
    assert "\n" not in str(refused.value)
    return refused.value


def edit(line: int, **values: object) -> Change:
    return lambda trail: [
        replace(entry, **values) if index == line else entry  # type: ignore[arg-type]  # any field
        for index, entry in enumerate(trail)
    ]


def rehash(at: int, key: bytes | None) -> Change:
    """Edit a line, and write all MACs from there on anew without the right key."""

    def change(trail: list[Entry]) -> list[Entry]:
        before = trail[at - 1].mac if at else START
        for index in range(at, len(trail)):
            entry = replace(trail[index], after="c") if index == at else trail[index]
            content = before + entry.canonical_bytes()
            mac = hashlib.sha256(content).digest() if key is None else mac_of(key, entry, before)
            trail[index], before = replace(entry, mac=mac), mac
        return trail

    return change


def swap(first: int, second: int, *, numbers: bool) -> Change:
    """Exchange two lines; with `numbers`, each takes the number of the other's place."""

    def change(trail: list[Entry]) -> list[Entry]:
        a, b = trail[first], trail[second]
        trail[first] = replace(b, number=a.number) if numbers else b
        trail[second] = replace(a, number=b.number) if numbers else a
        return trail

    return change


def renumber(trail: list[Entry]) -> list[Entry]:
    """Remove the third line and close the gap."""
    left = trail[:2] + trail[3:]
    return [replace(entry, number=number) for number, entry in enumerate(left, start=1)]


class TestVerify:
    @pytest.mark.parametrize("count", [0, 1, 2, 7])
    def test_a_trail_as_written_verifies(self, count: int) -> None:
        entries, head = make_trail(count)
        verify(KEY, entries, head)

    @pytest.mark.parametrize(
        ("change", "code", "told"),
        [
            pytest.param(edit(0, who="S-0000"), "audit.altered", "line 1 is not", id="who"),
            pytest.param(edit(3, at=1), "audit.altered", "line 4 is not", id="when"),
            pytest.param(edit(3, action="x"), "audit.altered", "line 4 is not", id="what"),
            pytest.param(edit(3, subject="x"), "audit.altered", "line 4 is not", id="to what"),
            pytest.param(edit(3, before=""), "audit.altered", "line 4 is not", id="before"),
            pytest.param(edit(6, after="c"), "audit.altered", "line 7 is not", id="the last one"),
            pytest.param(
                edit(2, before="ab", after=""),
                "audit.altered",
                "line 3 is not",
                id="moved a letter",
            ),
            pytest.param(edit(3, mac=START), "audit.altered", "line 4 is not", id="the MAC"),
            pytest.param(edit(6, mac=START), "audit.altered", "line 7 is not", id="the last MAC"),
            pytest.param(
                rehash(3, None), "audit.altered", "line 4 is not", id="hashed anew without a key"
            ),
            pytest.param(
                rehash(3, OTHER_KEY), "audit.altered", "line 4 is not", id="under another key"
            ),
            pytest.param(
                rehash(6, KEY), "audit.altered", "not those that were noted", id="the last, with it"
            ),
            pytest.param(
                lambda trail: trail[:3] + trail[4:], "audit.missing", "line 4 is missing", id="one"
            ),
            pytest.param(
                lambda trail: trail[:2] + trail[4:5] + trail[6:],
                "audit.missing",
                "lines 3 to 4 are missing; line 6 is missing",
                id="two gaps",
            ),
            pytest.param(
                lambda trail: trail[1:], "audit.missing", "line 1 is missing", id="the first"
            ),
            pytest.param(
                lambda trail: trail[:-1], "audit.missing", "line 7 is missing", id="the last"
            ),
            pytest.param(
                lambda trail: trail[:4], "audit.missing", "lines 5 to 7 are missing", id="the end"
            ),
            pytest.param(
                lambda _: [], "audit.missing", "lines 1 to 7 are missing", id="everything"
            ),
            pytest.param(renumber, "audit.altered", "line 3 is not", id="a closed gap"),
            pytest.param(
                swap(2, 3, numbers=True), "audit.altered", "line 3 is not", id="two exchanged"
            ),
            pytest.param(
                lambda trail: edit(4, who="x")(trail[:1] + trail[2:]),
                "audit.altered",
                "line 6 is not as it was written; line 2 is missing",
                id="removed and edited",
            ),
        ],
    )
    def test_what_was_changed_is_told(self, change: Change, code: str, told: str) -> None:
        entries, head = make_trail(7)
        found = refusal(change(entries), head)
        assert (found.code, told in str(found)) == (code, True), str(found)

    def test_a_line_added_with_the_key_but_past_the_end_is_told(self) -> None:
        entries, _ = make_trail(3)
        _, head = make_trail(2)
        assert refusal(entries, head).code == "audit.altered"

    def test_a_line_of_another_history_under_the_same_key_does_not_fit(self) -> None:
        """Such as of a backup that was put back, gone on with and overwritten again."""
        entries, head = make_trail(7)
        forked = replace(entries[2], after="elsewhere")
        forked = replace(forked, mac=mac_of(KEY, forked, entries[1].mac))
        fourth = replace(entries[3], mac=mac_of(KEY, entries[3], forked.mac))
        told = refusal([*entries[:3], fourth, *entries[4:]], head)
        assert "line 4 is not" in str(told)

    def test_another_key_verifies_nothing(self) -> None:
        entries, head = make_trail(3)
        assert "line 1 is not" in str(refusal(entries, head, OTHER_KEY))

    @given(
        texts=st.tuples(st.text(), st.text(), st.text()),
        others=st.tuples(st.text(), st.text(), st.text()),
    )
    def test_different_lines_never_have_the_same_bytes(
        self, texts: tuple[str, str, str], others: tuple[str, str, str]
    ) -> None:
        one = Entry(1, 0, "S-7QK4", "x", *texts)
        other = Entry(1, 0, "S-7QK4", "x", *others)
        assert (one.canonical_bytes() == other.canonical_bytes()) == (texts == others)


class TestHead:
    def test_it_is_read_as_written(self) -> None:
        _, head = make_trail(3)
        assert read_head(KEY, write_head(KEY, head)) == head

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(write_head(OTHER_KEY, make_trail(3)[1]), id="another key"),
            pytest.param(
                write_head(KEY, make_trail(3)[1]).replace('"count": 3', '"count": 2'), id="count"
            ),
            pytest.param(
                write_head(KEY, make_trail(3)[1]).replace(
                    make_trail(3)[1].mac.hex(), make_trail(2)[1].mac.hex()
                ),
                id="an earlier MAC",
            ),
            pytest.param("", id="empty"),
            pytest.param("7", id="a number"),
            pytest.param('{"count": 3}', id="without a seal"),
            pytest.param('{"count": 0, "mac": "zz", "seal": ""}', id="no hex"),
        ],
    )
    def test_one_that_was_not_written_under_the_key_is_refused(self, text: str) -> None:
        with pytest.raises(AuditError) as refused:
            read_head(KEY, text)
        assert refused.value.code == "audit.head"


class TestFingerprint:
    def test_it_is_short_and_names_the_line(self) -> None:
        mac = bytes.fromhex("9f3ac2d17b0455aa") + bytes(24)
        assert fingerprint(41, mac) == "41-9f3a-c2d1-7b04-55aa"

    def test_one_written_down_is_still_there_after_more_lines(self) -> None:
        written_down = make_trail(3)[1].fingerprint()
        entries, _ = make_trail(7)
        check_expected(written_down, entries)
        check_expected(f" {written_down.upper()}\n", entries)
        check_expected(Head().fingerprint(), entries)

    def test_one_of_a_trail_that_was_cut_and_noted_anew_is_missed(self) -> None:
        written_down = make_trail(7)[1].fingerprint()
        entries, head = make_trail(5)  # an earlier copy of everything, which verifies
        verify(KEY, entries, head)
        with pytest.raises(AuditError) as refused:
            check_expected(written_down, entries)
        assert refused.value.code == "audit.not-expected"

    def test_one_of_a_trail_written_anew_is_missed(self) -> None:
        entries, _ = make_trail(7)
        with pytest.raises(AuditError) as refused:
            check_expected(make_trail(7, OTHER_KEY)[1].fingerprint(), entries)
        assert refused.value.code == "audit.not-expected"

    @pytest.mark.parametrize(
        "text", ["", "41", "41-9f3a", "x-9f3a-c2d1-7b04-55aa", "1-" + "0" * 16]
    )
    def test_what_is_none_is_refused(self, text: str) -> None:
        with pytest.raises(AuditError) as refused:
            check_expected(text, make_trail(1)[0])
        assert refused.value.code == "audit.fingerprint"
