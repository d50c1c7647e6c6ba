"""The record of a run: what was done and said, as readable text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.sandbox import SeenMessage

_LINK = re.compile(r"(https://t\.me/\w+\?start=)([A-Za-z0-9_-]+)")
_RECEIPT = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}\b")
_STAFF = re.compile(r"\bS-[0-9A-Z]{4}\b")


class Record:
    """Lines under headings.

    Secrets and what is drawn at random stand as ``{link 1}``, ``{receipt 1}`` and so on; a member
    of staff stands under the label of their phone.
    """

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._lines: list[str] = []
        self._names: dict[str, str] = {}

    def heading(self, title: str, *told: str) -> None:
        """Begin a part: its title, and what somebody who was not there needs to know."""
        self._end_script()
        self._blocks += [f"## {title}", *told]

    def tell(self, text: str) -> None:
        """Add a paragraph."""
        self._end_script()
        self._blocks.append(text)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Add a table."""
        self._end_script()
        lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
        lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
        self._blocks.append("\n".join(lines))

    def does(self, who: str, what: str) -> None:
        """Somebody types or taps something."""
        self._lines += ["", f"{who}: {self.mask(what)}"]

    def remark(self, text: str) -> None:
        """What happens that nobody does in chat, among what they do."""
        self._lines += ["", f"# {text}"]

    def sees(self, who: str, message: SeenMessage, *, again: bool) -> None:
        """A message of the bot, new or changed in place."""
        first, *rest = self._describe(message).splitlines() or [""]
        buttons = [" ".join(f"[{label}]" for label in row) for row in message.keyboard]
        self._lines.append(f"B{'*' if again else ''}>{who}: {first}".rstrip())
        self._lines += [f"    {line}".rstrip() for line in [*rest, *map(self.mask, buttons)]]

    def runs(self, command: str, printed: str) -> None:
        """A command in the terminal, and what it printed."""
        self._lines += ["", f"$ {self.mask(command)}"]
        self._lines += [f"    {line}".rstrip() for line in self.mask(printed).splitlines()]

    def name(self, code: str, label: str) -> None:
        """Let a random code stand under a label from here on."""
        self._names[code] = label

    def mask(self, text: str) -> str:
        """The text without what is secret or random."""
        text = _LINK.sub(lambda found: found[1] + self._stand_in("link", found[2]), text)
        text = _RECEIPT.sub(lambda found: self._stand_in("receipt", found[0]), text)
        return _STAFF.sub(lambda found: self._stand_in("staff code", found[0]), text)

    def write(self) -> str:
        """All of it as Markdown."""
        self._end_script()
        return "\n\n".join(self._blocks) + "\n"

    def _describe(self, message: SeenMessage) -> str:
        text = self.mask(message.text)
        match message.kind:
            case "photo":
                return f"[picture: {text}]"
            case "document":
                return f"[document: {message.file_name}]\n{text}"
            case _:
                return text

    def _stand_in(self, kind: str, value: str) -> str:
        if value not in self._names:
            known = [name for name in self._names.values() if name.startswith(f"{{{kind} ")]
            self._names[value] = f"{{{kind} {len(known) + 1}}}"
        return self._names[value]

    def _end_script(self) -> None:
        if self._lines:
            text = "\n".join(self._lines).strip("\n")
            self._blocks.append(f"```text\n{text}\n```")
            self._lines = []


def write_counts(counts: Mapping[str, int]) -> str:
    """Counts as a phrase, such as ``58 sent, 1 left``."""
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)
