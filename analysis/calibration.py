"""Standard errors that credit raking with what its margins explain of the answers.

Raking takes out of an estimate the part of its chance that the margins account for. The standard
error with the weights as fixed does not know that; this one does. It stands beside, labelled, and
decides no interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from analysis.cells import Cells, Response, Tally
from analysis.raking import Floats, Margin

_DEPENDENT = 1e-10
"""Levels of several margins add up to the same people; what is smaller than this is that."""


class Calibration:
    """The regression on the margins of one arm, made once for all of its estimates.

    Source: Deville & Särndal (1992); the same as R survey with a `rake` design and as svy after
    `rake`. With u_i = d_i (y_i - p) / W the linearised variable (0 for whoever is outside the
    domain or did not answer, who enter all the same), e = u - x B its residual from the regression
    on the dummies of all margins with BASE weights, and w the final weights:
    Var = n/(n-1) * sum (w e - mean(w e))^2. Worked number: 60 women of whom 45 agree and 40 men of
    whom 10 agree, raked to 50 : 50: p = 0.5, SE = sqrt(100/99 * (50^2 * 45*15/60^3 + 50^2 *
    10*30/40^3)) / 100 = 0.044417, beside 0.051288 with the weights as fixed.
    """

    def __init__(self, cells: Cells, margins: Sequence[Margin], factor: Floats) -> None:
        """Regress on the margins.

        Args:
            cells: The respondents of the arm.
            margins: What they were raked to.
            factor: Shape (cells,): final over base weights.
        """
        dummies = [margin.index[:, None] == np.arange(len(margin.targets)) for margin in margins]
        self._design = np.hstack(dummies).astype(np.float64)
        gram = self._design.T @ (self._design * cells.base_weight[:, None])
        self._inverse = np.linalg.pinv(gram, rcond=_DEPENDENT, hermitian=True)
        squares = _sum_squares(cells) * factor**2
        self._squares = self._design.T @ (self._design * squares[:, None])
        self._totals = self._design.T @ (cells.base_weight * factor)
        self._factor = factor
        self._rows = cells.rows

    def estimate_errors(
        self, tally: Tally, members: npt.NDArray[np.bool_], estimates: Sequence[float | None]
    ) -> list[float | None]:
        """The standard error of each share.

        Args:
            tally: Answers to the item by cell and response.
            members: Shape (domains, cells): which cells belong to each domain.
            estimates: The share in each domain, 0-1; None where nobody answered.

        Returns:
            For each domain, in order; None where there is no share.
        """
        asked = [index for index, one in enumerate(estimates) if one is not None]
        shares = np.array([one for one in estimates if one is not None], dtype=np.float64)
        found = iter(self._find_errors(tally, members[asked].astype(np.float64), shares))
        return [None if one is None else next(found) for one in estimates]

    def _find_errors(self, tally: Tally, inside: Floats, shares: Floats) -> list[float]:
        answers = [Response.YES, Response.NO]
        weight = tally.weight[:, answers]
        square = tally.weight_squared[:, answers] * (self._factor**2)[:, None]
        # by domain and answer: final weights, their squares, and the same by level of the margins
        final = inside @ (weight * self._factor[:, None])
        squares = inside @ square
        by_level, squares_by_level = self._by_level(inside, weight), self._by_level(inside, square)
        score = np.stack([1 - shares, -shares], axis=1) / final.sum(axis=1, keepdims=True)
        slope = np.einsum("dla,da->dl", by_level, score) @ self._inverse
        # the sum of (score - x B)^2 over people, multiplied out; without an answer the score is 0
        spread = (
            np.einsum("da,da->d", squares, score**2)
            - 2 * np.einsum("dla,da,dl->d", squares_by_level, score, slope)
            + np.einsum("dl,lk,dk->d", slope, self._squares, slope)
        )
        centre = np.einsum("da,da->d", final, score) - slope @ self._totals
        variances = self._rows / max(self._rows - 1, 1) * (spread - centre**2 / self._rows)
        return [sqrt(max(one, 0.0)) for one in variances.tolist()]

    def _by_level(self, inside: Floats, sums: Floats) -> Floats:
        """Shape (domains, levels, answers), from sums of shape (cells, answers)."""
        return np.stack([inside @ (self._design * one[:, None]) for one in sums.T], axis=2)


def _sum_squares(cells: Cells) -> Floats:
    """Shape (cells,): the sum of squared base weights."""
    if cells.weights is None:
        return cells.people
    kept = cells.key >= 0
    squares = cells.weights[kept] ** 2
    return np.bincount(cells.key[kept], squares, minlength=len(cells.people)).astype(np.float64)
