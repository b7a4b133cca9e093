"""Atelier from Python: AutoML jobs, endpoints and experiments.

    import atelier
    with atelier.run("churn", "baseline") as run:
        run.log(params={"C": 1.0}, metrics={"auc": 0.93})

In a notebook of Atelier Studio nothing has to be configured. Elsewhere, set ATELIER_AUTOPILOT_URL and ATELIER_TOKEN (or
ATELIER_TOKEN_FILE). Only the standard library is needed; where pandas is there, tables are data frames.
"""

from ._client import AtelierError, Client
from ._endpoints import Endpoint
from ._experiments import Run
from ._jobs import Candidate, Job

__all__ = ["AtelierError", "Candidate", "Client", "Endpoint", "Job", "Run", "client", "run"]

_client = None


def client():
    """The client of this notebook."""
    global _client
    if _client is None:
        _client = Client()
    return _client


def run(experiment, name=None):
    """A run of an experiment: a context that logs parameters and metrics, and says at its end how it went."""
    return client().run(experiment, name)
