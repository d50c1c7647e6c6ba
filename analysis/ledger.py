"""The ledger: what was ever published of each round, so that nothing new gives old secrets away."""

from __future__ import annotations

from pathlib import Path


class Ledger:
    """The releases recorded in a folder.

    Args:
        folder: Where they are kept; it need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
