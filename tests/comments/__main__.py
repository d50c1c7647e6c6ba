"""How well comments are redacted, watched for danger and coded, on comments written for it.

python -m tests.comments redaction | cues | themes | weights
python -m tests.comments themes --write

`weights` counts the weights of what is noticed from these comments and writes their file. With
`--write` the agreement on themes is written beside the codebook: after every change of either.
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
WRITE, WRITES = ["themes", "--write"], "tests.comments.trying"


def main() -> int:
    """Print what the named subject measures."""
    asked = sys.argv[1:]
    if asked == WRITE:
        importlib.import_module(WRITES).write_trial()
    elif len(asked) == 1 and asked[0] in SUBJECTS:
        importlib.import_module(SUBJECTS[asked[0]]).report()
    else:
        usage = f"usage: python -m tests.comments {' | '.join(SUBJECTS)}"
        sys.stderr.write(f"{usage}, or {' '.join(WRITE)}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
