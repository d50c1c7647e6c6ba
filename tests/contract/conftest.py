"""An empty store of every kind, and one with an open round."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.rounds import Round
from surveys.store import questionnaires, rounds
from surveys.store.engine import Store
from tests.support.stores import MOMENT, QUESTIONNAIRE, STORES, draft


@pytest.fixture(params=list(STORES))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return STORES[request.param](tmp_path)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def round_(store: Store) -> Round:
    await questionnaires.save_questionnaire(store, QUESTIONNAIRE)
    await rounds.add_round(store, draft("summer"))
    return await rounds.open_round(store, "summer", MOMENT)
