"""Play the run and write its record: ``python -m tests.fieldwork OUT.md``."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.fieldwork.play import play

LEAST = 100


def main() -> int:
    """Play it; 1 when somebody got a message twice, or missed one of which more is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.fieldwork", description=__doc__)
    parser.add_argument("out", type=Path, help="the Markdown file to write")
    parser.add_argument("--residents", type=int, default=200, help="with phones; 100 at least")
    parser.add_argument("--seed", type=int, default=1, help="who they are and what they answer")
    chosen = parser.parse_args()
    if chosen.residents < LEAST:
        parser.error(f"--residents: {LEAST} at least, so that there are enough to be cut off")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="canvass-fieldwork-") as folder:
        outcome = asyncio.run(play(Path(folder), chosen.residents, chosen.seed))
    chosen.out.write_text(outcome.text, encoding="utf-8")
    sys.stdout.write(f"{chosen.out}, in {time.monotonic() - began:.0f} s\n")
    reach = outcome.reach.values()
    missed = sum(one.missed for one in reach)
    right = all(one.more == one.others == 0 for one in reach) and missed <= outcome.unknown
    return 0 if right else 1


if __name__ == "__main__":
    raise SystemExit(main())
