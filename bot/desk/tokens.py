"""What a button of a staff message carries: ``+`` and a name, then what it concerns."""

from __future__ import annotations

from dataclasses import dataclass

MARK = "+"
MOST_BYTES = 64


@dataclass(frozen=True, slots=True)
class StaffToken:
    """The meaning of one button in a staff message.

    Attributes:
        tap: Name of what it does, such as ``launch-confirm``.
        arguments: What it concerns: numbers and short names.
    """

    tap: str
    arguments: tuple[str, ...] = ()

    def write(self) -> str:
        """The token as callback data.

        Raises:
            ValueError: When it is longer than Telegram allows, or an argument holds a colon.
        """
        if any(":" in argument for argument in self.arguments):
            raise ValueError("an argument of a button holds no colon")
        text = ":".join([MARK + self.tap, *self.arguments])
        if len(text.encode()) > MOST_BYTES:
            raise ValueError("a button carries at most 64 bytes")
        return text

    @classmethod
    def read(cls, text: str) -> StaffToken | None:
        """The token behind callback data; None when it is not of a staff message."""
        if not text.startswith(MARK):
            return None
        tap, *arguments = text.removeprefix(MARK).split(":")
        return cls(tap, tuple(arguments))
