"""AutoML jobs and their candidates."""

import json
import time

_ENDED = ("Completed", "Failed", "Stopped")


class Job:
    """An AutoML job."""

    def __init__(self, client, name):
        self._client = client
        self.name = name

    def __repr__(self):
        return f"Job({self.name!r})"

    @property
    def _path(self):
        from ._client import quoted

        return f"/automl-jobs/{quoted(self.name)}"

    def describe(self):
        """Everything that is known of it."""
        return self._client.get(self._path)

    @property
    def status(self):
        return self.describe()["status"]

    def wait(self, poll=1.0, progress=True):
        """Waits for the end and says what happens meanwhile; a job that failed raises its reason."""
        from ._client import AtelierError

        said = None
        while True:
            job = self.describe()
            best = job.get("bestCandidate") or {}
            count = job["candidatesCompleted"]
            line = f"{job['secondaryStatus']}: {count} candidate{'' if count == 1 else 's'}"
            if best.get("objectiveValue") is not None:
                line += f", best {job['objectiveMetric']} {best['objectiveValue']:.4f} ({best['candidateName']})"
            if progress and line != said:
                print(line, flush=True)
                said = line
            if job["status"] in _ENDED:
                if job["status"] == "Failed":
                    raise AtelierError(0, "job-failed", job.get("failureReason") or "The job failed.")
                return self
            time.sleep(poll)

    def stop(self):
        """Ends it and keeps the best so far."""
        self._client.post(f"{self._path}:stop")

    def delete(self):
        """Removes it once it has ended; its experiment stays."""
        self._client.delete(self._path)

    def candidates(self):
        """All candidates, the best first."""
        return [Candidate(self._client, self, item) for item in self._client.pages(f"{self._path}/candidates")]

    def leaderboard(self):
        """The candidates as a table: rank, name, algorithm, score, latency, size and cost."""
        from ._client import table

        return table({
            "rank": item.get("rank"),
            "candidate": item["candidateName"],
            "algorithm": item["algorithm"],
            "score": item.get("objectiveValue"),
            "latency ms": item.get("inferenceLatencyMillis"),
            "size bytes": item.get("sizeBytes"),
            "cost": float(item["cost"]["amount"]) if item.get("cost") else None,
            "status": item["status"],
        } for item in self._client.pages(f"{self._path}/candidates"))

    @property
    def best(self):
        """The best candidate so far; None while there is none."""
        found = self.describe().get("bestCandidate")
        return Candidate(self._client, self, found) if found else None

    def candidate(self, name):
        from ._client import quoted

        return Candidate(self._client, self, self._client.get(f"{self._path}/candidates/{quoted(name)}"))

    def dataset(self):
        """The table that it learns from, with all its rows."""
        from ._client import csv

        return csv(self.artifact("dataset.csv"))

    def validation(self):
        """The table of its own that candidates are measured on; None when there is none."""
        from ._client import csv

        return csv(self.artifact("validation.csv")) if self.describe().get("validationDatasetId") else None

    def profile(self):
        """What the analysis found in the table."""
        return json.loads(self.artifact("profile.json"))

    def artifacts(self):
        """What there is to download."""
        return self._client.get(f"{self._path}/artifacts")["items"]

    def artifact(self, name):
        """The content of an artefact of the whole job."""
        from ._client import quoted

        return self._client.request("GET", f"{self._path}/artifacts/{quoted(name)}")[0]

    def deploy(self, endpoint_name, candidate=None, **more):
        """Makes an endpoint of a candidate, the best unless one is named."""
        return self._client.deploy(endpoint_name, self.name, candidate, **more)


class Candidate:
    """A candidate of a job; what is known of it stands in details."""

    def __init__(self, client, job, details):
        self._client = client
        self.job = job
        self.details = details
        self.name = details["candidateName"]

    def __repr__(self):
        return f"Candidate({self.name!r}, score={self.score})"

    @property
    def _path(self):
        from ._client import quoted

        return f"{self.job._path}/candidates/{quoted(self.name)}"

    @property
    def score(self):
        """The objective: the mean over the folds, or on the rows that are held out."""
        return self.details.get("objectiveValue")

    @property
    def metrics(self):
        """All metrics by name."""
        return {metric["name"]: metric["value"] for metric in self.details["metrics"]}

    def trials(self):
        """What trains it again, for Client.create_job(trials=…)."""
        return self._client.get(f"{self._path}/trials")

    def artifacts(self):
        """What there is to download."""
        return self._client.get(f"{self._path}/artifacts")["items"]

    def artifact(self, name):
        """The content of an artefact: model.zip, insights.json, insights.html, candidate-definition.ipynb, …"""
        from ._client import quoted

        return self._client.request("GET", f"{self._path}/artifacts/{quoted(name)}")[0]

    def insights(self):
        """Curves, calibration and residuals."""
        return json.loads(self.artifact("insights.json"))

    def explanation(self):
        """What its predictions depend on: permutation importance, Shapley values, partial dependence. The best candidate of a job has one."""
        return json.loads(self.artifact("explanation.json"))

    def importance(self):
        """How much worse the score gets when a column is shuffled, as a table, the greatest first."""
        from ._client import table

        return table({
            "feature": feature["feature"],
            "importance": feature["importance"],
            "deviation": feature["standardDeviation"],
        } for feature in self.explanation()["permutation"]["features"])

    def deploy(self, endpoint_name, **more):
        """Makes an endpoint of it."""
        return self._client.deploy(endpoint_name, self.job.name, self.name, **more)
