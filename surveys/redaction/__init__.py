"""Taking what identifies people out of free text before it is kept."""

from surveys.redaction.normalising import clean
from surveys.redaction.redacting import Redacted, redact

__all__ = ["Redacted", "clean", "redact"]
