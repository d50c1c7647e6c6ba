"""Reference numbers for the analysis, from svy 0.35. Run in this folder; the tests do not need svy.

    python round1000_svy.py

Each entry: share, standard error. `raked` takes the raked weights as given; `calibrated_raked` is
what svy reports after `rake`; `raked_and_trimmed` rakes and trims in turns at twice the median
weight, and then takes the weights as given. The calibrated error with design weights is left out:
svy regresses without them (0.020783 for all), as R's rake() design does, and the analysis with them
(0.020458), as Deville & Särndal (1992) have it.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl
from svy import Design, Sample, Threshold, TrimConfig, col

POPULATION = {
    "sex": {"female": 0.5, "male": 0.5},
    "age_band": {"16_24": 0.19, "25_34": 0.33, "35_44": 0.21, "45_54": 0.12, "55_over": 0.15},
    "ethnic_group": {"white": 0.4, "asian": 0.44, "black": 0.08, "other": 0.08},
}
TOLERANCE = 1e-12
DOMAINS = {
    "all": None,
    "female": col("sex") == "female",
    "16_24": col("age_band") == "16_24",
}


def read_round() -> pl.DataFrame:
    """The answers; a share is of those who said safe or unsafe."""
    answers = pl.read_csv(Path("data") / "round1000.csv")
    safe = pl.col("after_dark")
    yes = pl.when(safe == "fairly_safe").then(1).when(safe == "fairly_unsafe").then(0)
    return answers.with_columns(yes.alias("yes"), pl.lit(1.0).alias("one"))


def list_controls(answers: pl.DataFrame, base: str) -> dict[str, dict[str, float]]:
    """The totals of each margin; who did not give the characteristic keeps their share."""
    controls = {}
    for name, shares in POPULATION.items():
        weight = answers[base].to_numpy()
        missing = float(weight[(answers[name] == ".skipped").to_numpy()].sum())
        given = float(weight.sum()) - missing
        controls[name] = {code: share * given for code, share in shares.items()}
        if missing:
            controls[name][".skipped"] = missing
    return controls


def rake(answers: pl.DataFrame, base: str, limit: float | None = None) -> Sample:
    """The raked sample, trimmed where a limit is given."""
    trimming = limit and TrimConfig(upper=Threshold("median", limit), max_iter=100, tol=TOLERANCE)
    return Sample(answers, Design(wgt=base)).weighting.rake(
        controls=list_controls(answers, base),
        tol=TOLERANCE,
        max_iter=1000,
        trimming=trimming or None,
    )


def fix(sample: Sample, answers: pl.DataFrame) -> Sample:
    """The same weights, taken as given."""
    weighted = answers.with_columns(sample.data["rk_wgt"].alias("final"))
    return Sample(weighted, Design(wgt="final"))


def estimate(sample: Sample) -> dict[str, list[float]]:
    """Share and standard error in each domain."""
    found = {}
    for name, where in DOMAINS.items():
        result = sample.estimation.prop("yes", where=where, drop_nulls=True)
        one = next(row for row in result.estimates if str(row.y_level) in {"1", "1.0"})
        found[name] = [float(one.est), float(one.se)]
    return found


def main() -> None:
    """Write the numbers beside the answers."""
    answers = read_round()
    raked = rake(answers, "one")
    trimmed = rake(answers, "one", 2.0)
    weights = np.asarray(trimmed.data["rk_wgt"].to_numpy())
    found = {
        "raked": estimate(fix(raked, answers)),
        "calibrated_raked": estimate(raked),
        "design_and_raked": estimate(fix(rake(answers, "design_weight"), answers)),
        "raked_and_trimmed": estimate(fix(trimmed, answers)),
        "largest_trimmed": float(weights.max() / np.median(weights)),
        "svy": version("svy"),
    }
    text = json.dumps(found, indent=2) + "\n"
    (Path("data") / "round1000_svy.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
