"""Staff and their audit trail; how rounds are launched; who is told; venues and codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add columns and tables; what is there keeps its values."""
    _extend()
    _create_staff()
    _protect_audit()
    _create_reach()
    _create_messages()


def _extend() -> None:
    texts = {
        "series": "",
        "purpose": "survey",
        "languages": "",
        "audience": "open",
        "decision": "",
        "checklist": "{}",
        "breaks": "{}",
        "actions": "{}",
    }
    for name, default in texts.items():
        op.add_column("rounds", sa.Column(name, sa.Text, nullable=False, server_default=default))
    op.add_column(
        "rounds", sa.Column("minimum_days", sa.Integer, nullable=False, server_default="0")
    )
    op.add_column(
        "rounds", sa.Column("rehearsal", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("rounds", sa.Column("published_on", sa.Date))
    op.add_column("interviews", sa.Column("sample", sa.Text, nullable=False, server_default="open"))
    # A series is the rounds that ask one questionnaire, until somebody says otherwise.
    op.execute(
        "UPDATE rounds SET series = (SELECT name FROM questionnaires "
        "WHERE questionnaires.hash = rounds.questionnaire_hash)"
    )
    op.execute("UPDATE interviews SET sample = 'imported' WHERE mode NOT IN ('chat', 'assisted')")


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("person", sa.LargeBinary(16)),
        sa.Column("chat", sa.LargeBinary),
        sa.Column("dialog", sa.LargeBinary),
        sa.PrimaryKeyConstraint("code", name="pk_staff"),
        sa.UniqueConstraint("person", name="uq_staff_person"),
    )
    op.create_table(
        "invitations",
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("invited_by", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_invitations"),
    )
    op.create_table(
        "audit",
        sa.Column("number", SERIAL, nullable=False, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("mac", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_table(
        "approvals",
        sa.Column("id", SERIAL, nullable=False, autoincrement=True),
        sa.Column("round_id", SERIAL, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("requested_by", sa.Text, nullable=False),
        sa.Column("requested_at", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_approvals_round_id"),
        sqlite_autoincrement=True,
    )


def _protect_audit() -> None:
    """Let the database refuse to change, remove or replace a line of the audit trail."""
    if op.get_bind().dialect.name != "sqlite":
        return
    refused = "SELECT RAISE(ABORT, 'a line of the audit trail is never changed or removed')"
    events = {
        "update": "UPDATE ON audit",
        "delete": "DELETE ON audit",
        # INSERT OR REPLACE removes a line without asking the trigger for DELETE.
        "replace": "INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)",
    }
    for name, event in events.items():
        op.execute(f"CREATE TRIGGER audit_no_{name} BEFORE {event} BEGIN {refused}; END")


def _create_reach() -> None:
    op.create_table(
        "venues",
        sa.Column("round_id", SERIAL, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("started", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("round_id", "code", name="pk_venues"),
        sa.UniqueConstraint("code", name="uq_venues_code"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_venues_round_id"),
    )
    op.create_table(
        "codes",
        sa.Column("round_id", SERIAL, nullable=False),
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.Column("stratum", sa.Text),
        sa.Column("design_weight", sa.Float),
        sa.Column("spent", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("round_id", "hash", name="pk_codes"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_codes_round_id"),
    )
    op.create_table(
        "publications",
        sa.Column("round_id", SERIAL, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("round_id", name="pk_publications"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_publications_round_id"),
    )


def _create_messages() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", SERIAL, nullable=False, autoincrement=False),
        sa.Column("person", sa.LargeBinary(16), nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("round_id", sa.Integer, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.UniqueConstraint("person", "topic", "round_id", name="uq_subscriptions_person"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", SERIAL, nullable=False, autoincrement=True),
        sa.Column("round_id", SERIAL, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_broadcasts_round_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", SERIAL, nullable=False, autoincrement=True),
        sa.Column("broadcast_id", SERIAL, nullable=False),
        sa.Column("person", sa.LargeBinary(16)),
        sa.Column("chat", sa.LargeBinary),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("broadcast_id", "person", name="uq_deliveries_person"),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name="fk_deliveries_broadcast_id"
        ),
        sqlite_autoincrement=True,
    )
    pending = sa.text("state = 0")
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["id"],
        sqlite_where=pending,
        postgresql_where=pending,
    )
