"""Stocks of a chain of grades over the years: means and covariances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teamsim.model import Floats

if TYPE_CHECKING:
    import pandas as pd

    from teamsim.analysis.markov import MarkovFlows


@dataclass(frozen=True, eq=False)
class Projection:
    """Stocks over the years: `means` [T + 1, G], `covariances` [T + 1, G, G]; year 0 is today."""

    flows: MarkovFlows
    means: Floats
    covariances: Floats

    @property
    def standard_deviations(self) -> Floats:
        """Standard deviation of each stock, [T + 1, G]."""
        deviations: Floats = np.sqrt(np.maximum(np.diagonal(self.covariances, axis1=1, axis2=2), 0.0))
        return deviations

    @property
    def exits(self) -> Floats:
        """Mean number who leave within each year, [T]."""
        left: Floats = self.means[:-1] @ self.flows.exits
        return left

    @property
    def exits_variance(self) -> Floats:
        """Variance of that number, w' S w + sum_i E n_i w_i (1 - w_i), [T]."""
        w = self.flows.exits
        variance: Floats = np.einsum("i,tij,j->t", w, self.covariances[:-1], w) + self.means[:-1] @ (w * (1.0 - w))
        return variance

    @property
    def table(self) -> pd.DataFrame:
        """Tidy table: year, grade, mean and standard deviation of its people."""
        import pandas as pd

        year, grade = (axis.ravel() for axis in np.indices(self.means.shape))
        return pd.DataFrame(
            {
                "year": year,
                "grade": np.array(self.flows.names)[grade],
                "mean": self.means.ravel(),
                "standard_deviation": self.standard_deviations.ravel(),
            }
        )


def stepped_covariance(covariance: Floats, mean: Floats, step: Floats) -> Floats:
    """Return P' S P + sum_i E n_i (diag p_i - p_i p_i'): the covariance of stocks after independent moves."""
    return step.T @ covariance @ step + np.diag(mean @ step) - step.T @ (mean[:, np.newaxis] * step)
