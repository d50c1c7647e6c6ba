"""The audit trail: who did what, when, as a chain of lines in which a gap or an edit shows.

Each line carries a MAC over its own content and the MAC of the line before it, so that a line can
be changed, removed or moved only by somebody who has the key. The head, how many lines there are
and the last MAC, is kept apart from the lines under a MAC of its own: lines missing at the end show
as well. Who puts back an older copy of everything is found by a fingerprint written down before.

Source: HMAC-SHA256, RFC 2104; the chain is that of B. Schneier and J. Kelsey, "Secure audit logs to
support computer forensics", ACM TISSEC 2(2), 1999, with one key in place of an evolving one.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from surveys.errors import AuditError
from surveys.seals import derive, keyed_hash

MAC_BYTES = 32
START = bytes(MAC_BYTES)
"""Stands for the MAC of the line before the first."""

FINGERPRINT = re.compile(r"([0-9]{1,9})((?:-[0-9a-f]{4}){4})")
TRAIL = "the audit trail"
REMEDY = (
    "Somebody changed the database by other means than this program: keep a copy of it, "
    "and compare with the latest backup."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail.

    Attributes:
        number: Its place, from 1 without a gap.
        at: When, in whole seconds since 1970 UTC.
        who: Staff code, ``terminal``, ``settings`` or another part of the program.
        action: What was done, such as ``round.open``.
        subject: To what: the name of a round, a staff code.
        before: What it was, in short; empty where there was nothing.
        after: What it is now.
        mac: What ties it to its content and to the line before: 32 bytes.
    """

    number: int
    at: int
    who: str
    action: str
    subject: str
    before: str
    after: str
    mac: bytes = b""

    def canonical_bytes(self) -> bytes:
        """Its content in one spelling, in which no two different lines are alike."""
        content = (
            self.number,
            self.at,
            self.who,
            self.action,
            self.subject,
            self.before,
            self.after,
        )
        return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the trail: how many lines there are, and the MAC of the last."""

    count: int = 0
    mac: bytes = START

    def fingerprint(self) -> str:
        """A short form that can be written down: the count and 64 bits of the last MAC."""
        return fingerprint(self.count, self.mac)


def fingerprint(number: int, mac: bytes) -> str:
    """What can be written down of a line, such as ``41-9f3a-c2d1-7b04-55aa``."""
    digits = mac[:8].hex()
    return "-".join((str(number), *(digits[at : at + 4] for at in range(0, 16, 4))))


def mac_of(key: bytes, entry: Entry, before: bytes) -> bytes:
    """The MAC of a line: 32 bytes.

    Args:
        key: The audit key.
        entry: The line; its own MAC does not matter.
        before: The MAC of the line before it, `START` for the first.
    """
    return keyed_hash(derive(key, "audit line"), before + entry.canonical_bytes(), MAC_BYTES)


def write_head(key: bytes, head: Head) -> str:
    """The head as it is kept: count, MAC and a seal that only the key can make."""
    return json.dumps({"count": head.count, "mac": head.mac.hex(), "seal": _seal(key, head).hex()})


def read_head(key: bytes, text: str) -> Head:
    """The head behind `write_head`.

    Raises:
        AuditError: When it was not written under this key, or was changed since.
    """
    try:
        kept = json.loads(text)
        head = Head(int(kept["count"]), bytes.fromhex(kept["mac"]))
        seal = bytes.fromhex(kept["seal"])
    except (ValueError, TypeError, KeyError):
        head, seal = Head(), b""
    if not hmac.compare_digest(seal, _seal(key, head)):
        raise AuditError(
            "audit.head",
            TRAIL,
            "the note of how many lines it has was changed, or was written under another key",
            "Restore the database and the folder of keys from one backup.",
        )
    return head


def verify(key: bytes, entries: Sequence[Entry], head: Head) -> None:
    """Check every line of the trail and that none is missing.

    Args:
        key: The audit key.
        entries: All lines, by number.
        head: The end of the trail, as it was kept apart.

    Raises:
        AuditError: Naming the first line that does not fit and all that are missing.
    """
    altered = next(_altered(key, entries), None)
    numbers = [0, *(entry.number for entry in entries)]
    last = numbers[-1]
    gaps = [(a + 1, b - 1) for a, b in pairwise([*numbers, max(last, head.count) + 1]) if b - a > 1]
    added = last > head.count or (bool(entries) and entries[-1].mac != head.mac and not gaps)
    problems = [f"line {altered} is not as it was written"] if altered else []
    problems += [f"{_lines(*gap)} missing" for gap in gaps]
    if added and not problems:
        problems.append("its last lines are not those that were noted")
    if problems:
        code = "audit.missing" if gaps and not altered else "audit.altered"
        raise AuditError(code, TRAIL, "; ".join(problems), REMEDY)


def check_expected(expected: str, entries: Sequence[Entry]) -> None:
    """Check that a line whose fingerprint was written down is still there.

    Raises:
        AuditError: When it is not, or the text is no fingerprint.
    """
    read = FINGERPRINT.fullmatch(expected.strip().lower())
    if read is None:
        raise AuditError(
            "audit.fingerprint",
            "--expect",
            "it is no fingerprint",
            "Give it as `canvass audit` printed it, such as 41-9f3a-c2d1-7b04-55aa.",
        )
    number = int(read.group(1))
    known = {entry.number: entry.mac for entry in entries} | {0: START}
    if number not in known or fingerprint(number, known[number]) != f"{number}{read.group(2)}":
        raise AuditError(
            "audit.not-expected",
            TRAIL,
            f"the line {number} that was written down is no longer in it",
            "It was put back to an earlier copy or written anew: compare with the latest backup.",
        )


def _seal(key: bytes, head: Head) -> bytes:
    return keyed_hash(derive(key, "audit head"), b"%d " % head.count + head.mac, MAC_BYTES)


def _altered(key: bytes, entries: Sequence[Entry]) -> Iterator[int]:
    """Numbers of the lines that do not fit; after a gap there is nothing to fit the next to."""
    number, mac = 0, START
    for entry in entries:
        fits = entry.number == number + 1
        if fits and not hmac.compare_digest(mac_of(key, entry, mac), entry.mac):
            yield entry.number
        number, mac = entry.number, entry.mac


def _lines(first: int, last: int) -> str:
    return f"line {first} is" if first == last else f"lines {first} to {last} are"
