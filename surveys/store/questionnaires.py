"""The questionnaire versions that rounds ask: one that is kept never changes."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import Fault, QuestionnaireRefused, StoreError
from surveys.questionnaire import Questionnaire
from surveys.store.engine import Store
from surveys.store.tables import (
    questionnaires,
)


async def save_questionnaire(store: Store, questionnaire: Questionnaire) -> None:
    """Keep a questionnaire version; one that is kept already stays as it is.

    Raises:
        QuestionnaireRefused: When that version was kept with other content.
    """
    async with store.write() as connection:
        await save_questionnaire_within(connection, questionnaire)


async def save_questionnaire_within(
    connection: AsyncConnection, questionnaire: Questionnaire
) -> None:
    """Keep a questionnaire version within a transaction; see `save_questionnaire`."""
    kept = select(questionnaires.c.hash).where(
        questionnaires.c.name == questionnaire.name,
        questionnaires.c.version == questionnaire.version,
    )
    known = (await connection.execute(kept)).scalar()
    if known is None:
        await connection.execute(
            insert(questionnaires).values(
                hash=questionnaire.hash,
                name=questionnaire.name,
                version=questionnaire.version,
                body=questionnaire.canonical_json(),
            )
        )
    if known not in {None, questionnaire.hash}:
        raise _changed_version(questionnaire)


async def get_questionnaire(store: Store, content_hash: str) -> Questionnaire:
    """The questionnaire version with that hash.

    Raises:
        StoreError: When it is not there, or is not what its hash says.
    """
    async with store.read() as connection:
        return await get_questionnaire_within(connection, content_hash)


async def get_questionnaire_within(connection: AsyncConnection, content_hash: str) -> Questionnaire:
    """The questionnaire version with that hash, as a transaction sees it."""
    chosen = select(questionnaires.c.body).where(questionnaires.c.hash == content_hash)
    body = (await connection.execute(chosen)).scalar()
    questionnaire = None if body is None else Questionnaire.from_canonical(body)
    if questionnaire is None or questionnaire.hash != content_hash:
        raise StoreError(
            "store.questionnaire",
            "the database",
            f"the questionnaire {content_hash[:12]} is missing or altered",
            "Restore the latest backup.",
        )
    return questionnaire


def _changed_version(questionnaire: Questionnaire) -> QuestionnaireRefused:
    place = f"questionnaire {questionnaire.name!r}"
    fault = Fault(
        "questionnaire.changed",
        place,
        f"version {questionnaire.version} is in use with other content",
        "A version in use never changes: give the new content a new version number.",
    )
    return QuestionnaireRefused(place, [fault])
