"""What tests of staff in chat share: the bot with a round that is answered and closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.answering import close, give_answers, plan_round
from tests.support.chat import Desk, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """The bot; 120 people answered its round, which is closed."""
    async with open_desk(tmp_path) as desk:
        await plan_round(desk)
        await give_answers(desk, 120)
        await close(desk)
        yield desk
