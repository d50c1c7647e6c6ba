"""Writes `data/means.csv`: 800 synthetic answers to a numbered scale and a choice of several.

Run once; the file is kept, and so are the numbers that `means.R` computes from it.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SEED = 20261121
SIZE = 800
CONCERNS = {"noise": 0.5, "drugs": 0.35, "knives": 0.2}


def main() -> None:
    """Write the file beside this script."""
    random = np.random.default_rng(SEED)
    sex = random.choice(["female", "male"], SIZE, p=[0.62, 0.38])
    shift = np.where(sex == "female", 0.6, 0.0)
    score = np.clip(np.round(random.normal(2.8 + shift, 1.2)), 1, 5).astype(int).astype(str)
    draw = random.random(SIZE)
    problem = np.where(draw < 0.08, "dont_know", np.where(draw > 0.96, ".skipped", score))
    skipped = random.random(SIZE) < 0.1
    columns = {"sex": sex, "problem": problem}
    for name, share in CONCERNS.items():
        chosen = np.where(random.random(SIZE) < share, "1", "0")
        columns[f"concerns__{name}"] = np.where(skipped, ".skipped", chosen)
    weight = np.round(random.lognormal(0, 0.5, SIZE), 6)
    path = Path(__file__).parent / "data" / "means.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*columns, "design_weight"])
        writer.writerows(zip(*columns.values(), weight, strict=True))


if __name__ == "__main__":
    main()
