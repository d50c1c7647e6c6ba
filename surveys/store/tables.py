"""The tables, once, for every database that the project can use.

Times are whole seconds since 1970 in UTC. Nothing here holds a chat id, a resident's name or a
resident's text in clear: `payload`, `state`, `chat` and `dialog` are sealed; `pseudonym`, `person`,
`lane`, `receipt` and the `hash` of a code are keyed hashes.
"""

from __future__ import annotations

from enum import IntEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

# SQLite gives ever-growing numbers to a column that is exactly INTEGER PRIMARY KEY.
Serial = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class InboxState(IntEnum):
    """What became of an update."""

    PENDING = 0
    DONE = 1
    MALFORMED = 2
    FAILED = 3


class OutboxState(IntEnum):
    """What became of a message."""

    PENDING = 0
    DONE = 1
    DROPPED = 2
    UNKNOWN = 3


class DeliveryState(IntEnum):
    """What became of one message of a broadcast; claimed is from before sending until known."""

    PENDING = 0
    CLAIMED = 1
    SENT = 2
    UNKNOWN = 3
    LEFT = 4
    REFUSED = 5
    SKIPPED = 6


def _index_pending(key: Column[int]) -> None:
    """Keep what waits quick to find, however much has been handled."""
    # Both queues number their first state, waiting, as 0.
    waiting = text("state = 0")
    Index(f"ix_{key.table.name}_pending", key, sqlite_where=waiting, postgresql_where=waiting)


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

questionnaires = Table(
    "questionnaires",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("name", "version", name="uq_questionnaires_version"),
)

plans = Table(
    "plans",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("questionnaire_hash", Text, ForeignKey("questionnaires.hash"), nullable=False),
    Column("plan", Text, nullable=False),
    Column("plan_hash", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("closes_on", Date, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("closing_position", BigInteger),
    Column("submitted", Integer),
    Column("unsubmitted", Integer),
    Column("series", Text, nullable=False, server_default=""),
    Column("purpose", Text, nullable=False, server_default="survey"),
    Column("languages", Text, nullable=False, server_default=""),
    Column("audience", Text, nullable=False, server_default="open"),
    Column("decision", Text, nullable=False, server_default=""),
    Column("minimum_days", Integer, nullable=False, server_default="0"),
    Column("rehearsal", Boolean, nullable=False, server_default=false()),
    Column("checklist", Text, nullable=False, server_default="{}"),
    Column("breaks", Text, nullable=False, server_default="{}"),
    Column("actions", Text, nullable=False, server_default="{}"),
    Column("published_on", Date),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("position", Serial, primary_key=True, autoincrement=True),
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("received_at", BigInteger, nullable=False),
    Column("lane", LargeBinary),
    Column("payload", LargeBinary),
    Column("state", SmallInteger, nullable=False),
    Column("shape", Text),
    sqlite_autoincrement=True,
)
_index_pending(inbox.c.position)

interviews = Table(
    "interviews",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=False),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("pseudonym", LargeBinary(16), nullable=False),
    Column("person", SmallInteger, nullable=False),
    Column("receipt", LargeBinary(16)),
    Column("state", LargeBinary, nullable=False),
    Column("mode", Text, nullable=False),
    Column("design_weight", Float),
    Column("stratum", Text),
    Column("sample", Text, nullable=False, server_default="open"),
    UniqueConstraint("round_id", "pseudonym", "person", name="uq_interviews_person"),
    UniqueConstraint("round_id", "receipt", name="uq_interviews_receipt"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("lane", LargeBinary),
    Column("payload", LargeBinary),
    Column("state", SmallInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
_index_pending(outbox.c.id)

imports = Table(
    "imports",
    metadata,
    Column("round_id", ForeignKey("rounds.id"), primary_key=True),
    Column("file_hash", Text, primary_key=True),
    Column("rows", Integer, nullable=False),
)

publications = Table(
    "publications",
    metadata,
    Column("round_id", ForeignKey("rounds.id"), primary_key=True),
    Column("body", Text, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("requested_at", BigInteger, nullable=False),
    Column("decided_by", Text),
    sqlite_autoincrement=True,
)

staff = Table(
    "staff",
    metadata,
    Column("code", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("employer", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("person", LargeBinary(16), unique=True),
    Column("chat", LargeBinary),
    Column("dialog", LargeBinary),
)

invitations = Table(
    "invitations",
    metadata,
    Column("hash", LargeBinary(16), primary_key=True),
    Column("role", Text, nullable=False),
    Column("employer", Text, nullable=False),
    Column("invited_by", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("mac", LargeBinary(32), nullable=False),
)

venues = Table(
    "venues",
    metadata,
    Column("round_id", ForeignKey("rounds.id"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("started", Integer, nullable=False, server_default="0"),
    UniqueConstraint("code", name="uq_venues_code"),
)

codes = Table(
    "codes",
    metadata,
    Column("round_id", ForeignKey("rounds.id"), primary_key=True),
    Column("hash", LargeBinary(16), primary_key=True),
    Column("stratum", Text),
    Column("design_weight", Float),
    Column("spent", Boolean, nullable=False, server_default=false()),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=False),
    Column("person", LargeBinary(16), nullable=False),
    Column("topic", Text, nullable=False),
    Column("round_id", Integer, nullable=False),
    Column("chat", LargeBinary, nullable=False),
    Column("language", Text, nullable=False),
    UniqueConstraint("person", "topic", "round_id", name="uq_subscriptions_person"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("round_id", ForeignKey("rounds.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("broadcast_id", ForeignKey("broadcasts.id"), nullable=False),
    Column("person", LargeBinary(16)),
    Column("chat", LargeBinary),
    Column("language", Text, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    UniqueConstraint("broadcast_id", "person", name="uq_deliveries_person"),
    sqlite_autoincrement=True,
)
_index_pending(deliveries.c.id)
