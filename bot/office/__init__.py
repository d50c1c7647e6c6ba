"""What staff do, the same from chat and from the terminal.

Each action checks, changes and writes its line of the audit trail in one transaction: the one of
the `Office` that it is given. What fails raises a `CanvassError`, and nothing of it remains.
"""

from bot.office.context import TERMINAL, Office

__all__ = ["TERMINAL", "Office"]
