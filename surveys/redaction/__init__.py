"""Taking what identifies people out of free text before it is kept."""

from surveys.redaction.redacting import Redacted, redact

__all__ = ["Redacted", "redact"]
