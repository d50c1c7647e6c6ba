"""The first tables.

A revision says what the tables were at its time and never changes; `surveys.store.tables` says what
they are now, and a test holds the two together.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    _create_rounds()
    _create_interviews()
    _create_queues()


def _create_rounds() -> None:
    op.create_table(
        "questionnaires",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_questionnaires"),
        sa.UniqueConstraint("name", "version", name="uq_questionnaires_version"),
    )
    op.create_table(
        "plans",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_plans"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", SERIAL, nullable=False, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("questionnaire_hash", sa.Text, nullable=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("plan_hash", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("opens_on", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("closing_position", sa.BigInteger),
        sa.Column("submitted", sa.Integer),
        sa.Column("unsubmitted", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("name", name="uq_rounds_name"),
        sa.ForeignKeyConstraint(
            ["questionnaire_hash"],
            ["questionnaires.hash"],
            name="fk_rounds_questionnaire_hash",
        ),
        sqlite_autoincrement=True,
    )


def _create_interviews() -> None:
    op.create_table(
        "interviews",
        sa.Column("id", SERIAL, nullable=False, autoincrement=False),
        sa.Column("round_id", SERIAL, nullable=False),
        sa.Column("pseudonym", sa.LargeBinary(16), nullable=False),
        sa.Column("person", sa.SmallInteger, nullable=False),
        sa.Column("receipt", sa.LargeBinary(16)),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("mode", sa.Text, nullable=False),
        sa.Column("design_weight", sa.Float),
        sa.Column("stratum", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_interviews"),
        sa.UniqueConstraint("round_id", "pseudonym", "person", name="uq_interviews_person"),
        sa.UniqueConstraint("round_id", "receipt", name="uq_interviews_receipt"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_interviews_round_id"),
    )
    op.create_table(
        "imports",
        sa.Column("round_id", SERIAL, nullable=False),
        sa.Column("file_hash", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("round_id", "file_hash", name="pk_imports"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_imports_round_id"),
    )


def _create_queues() -> None:
    op.create_table(
        "inbox",
        sa.Column("position", SERIAL, nullable=False, autoincrement=True),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("lane", sa.LargeBinary),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("shape", sa.Text),
        sa.PrimaryKeyConstraint("position", name="pk_inbox"),
        sa.UniqueConstraint("update_id", name="uq_inbox_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", SERIAL, nullable=False, autoincrement=True),
        sa.Column("lane", sa.LargeBinary),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    for table, column in (("inbox", "position"), ("outbox", "id")):
        pending = sa.text("state = 0")
        op.create_index(
            f"ix_{table}_pending",
            table,
            [column],
            sqlite_where=pending,
            postgresql_where=pending,
        )
