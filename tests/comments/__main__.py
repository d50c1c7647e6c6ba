"""How well comments are redacted, watched for danger and coded, on comments written for it.

python -m tests.comments redaction | cues | themes | weights

`weights` counts the weights of what is noticed from these comments and writes their file.
"""

from __future__ import annotations

import importlib
import sys

SUBJECTS = {
    "redaction": "tests.comments.redaction_recall",
    "cues": "tests.comments.cue_recall",
    "themes": "tests.comments.theme_agreement",
    "weights": "tests.comments.weighing",
}


def main() -> int:
    """Print what the named subject measures."""
    if len(sys.argv) != 2 or sys.argv[1] not in SUBJECTS:
        sys.stderr.write(f"usage: python -m tests.comments {' | '.join(SUBJECTS)}\n")
        return 2
    importlib.import_module(SUBJECTS[sys.argv[1]]).report()
    return 0


if __name__ == "__main__":
    sys.exit(main())
