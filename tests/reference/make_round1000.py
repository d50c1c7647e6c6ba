"""Writes `data/round1000.csv`: 1,000 synthetic answers with missing items and uneven weights.

Run once; the file is kept, and so are the numbers that `round1000.R` computes from it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SEED = 20260501
SIZE = 1000
SHARES = {
    "sex": {"female": 0.58, "male": 0.36, ".skipped": 0.06},
    "age_band": {"16_24": 0.22, "25_34": 0.33, "35_44": 0.2, "45_54": 0.12, "55_over": 0.13},
    "ethnic_group": {"white": 0.45, "asian": 0.3, "black": 0.1, "other": 0.1, ".skipped": 0.05},
}


def main() -> None:
    """Write the file beside this script."""
    random = np.random.default_rng(SEED)
    columns = {
        name: random.choice(list(shares), SIZE, p=list(shares.values()))
        for name, shares in SHARES.items()
    }
    safe = 0.35 + 0.2 * (columns["sex"] == "male") + 0.1 * (columns["age_band"] == "25_34")
    draw = random.random(SIZE)
    answer = np.where(random.random(SIZE) < safe, "fairly_safe", "fairly_unsafe")
    answer = np.where(draw < 0.06, "dont_know", answer)
    answer = np.where(draw > 0.95, ".skipped", answer)
    weight = np.round(random.lognormal(0, 0.6, SIZE), 6)
    path = Path(__file__).parent / "data" / "round1000.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*columns, "after_dark", "design_weight"])
        writer.writerows(zip(*columns.values(), answer, weight, strict=True))


if __name__ == "__main__":
    main()
