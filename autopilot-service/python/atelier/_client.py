"""The connection to Autopilot."""

import http.client
import io
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

from ._endpoints import Endpoint
from ._experiments import Run
from ._jobs import Job

_RETRIES = 3


class AtelierError(Exception):
    """What the API answered: status, code (stable, for programs) and detail (for people)."""

    def __init__(self, status, code, detail, errors=()):
        super().__init__(f"{detail} ({code})" if code else detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = list(errors)


class Client:
    """Jobs, endpoints and experiments of the user whose token it has.

    url:   of autopilot-service; from ATELIER_AUTOPILOT_URL or ATELIER_URL when left out
    token: from the file that ATELIER_TOKEN_FILE names, which is read anew for each request, or from ATELIER_TOKEN
    owner: domainId and userProfileName, needed only by callers that have no user profile
    """

    def __init__(self, url=None, token=None, owner=None, timeout=60):
        self._url = url or os.environ.get("ATELIER_AUTOPILOT_URL") or os.environ.get("ATELIER_URL")
        if not self._url:
            raise AtelierError(0, None, "Say where Autopilot is: set ATELIER_AUTOPILOT_URL, or give Client(url=…).")
        self._url = self._url.rstrip("/")
        self._token = token
        self._timeout = timeout
        self.owner = dict(owner or {})

    def __repr__(self):
        return f"Client({self._url!r})"

    # Jobs

    def create_job(self, name, target, data, *, metric=None, problem_type=None, max_candidates=None, max_runtime=None,
                   instance_type=None, seed=None, trials=None, group=None, time=None, weight=None, features=None,
                   feature_types=None, mode=None, validation=None, validation_fraction=None):
        """Starts an AutoML job.

        data: a data frame, the bytes of a CSV, the id of a data set ("ds-…"), an address (s3://… or file:///…), or a path: of a file that is here,
              or else of a file in the home directory
        max_runtime: seconds
        group: a column; all rows of a group are in one fold, so that what is measured holds for new groups
        time: a column of dates or numbers; every fold is later than what was learned from
        weight: a column of numbers above 0; how much each row counts
        features: the columns to learn from; all but the target, group and weight when left out
        feature_types: "numeric", "categorical", "text" or "datetime" by column, where that is not what its values look like
        mode: "ENSEMBLING" (many models and an ensemble of them), "HYPERPARAMETER_TUNING" (a search for the best single model), or "AUTO"
        validation: a table of its own to measure candidates on, as data, instead of folds
        validation_fraction: the part of the rows that is held out to measure candidates on, instead of folds; by itself a tenth of 100,000 rows and more
        trials: what Candidate.trials() gives, to train candidates again
        """
        body = {"autoMlJobName": name, "targetColumn": target, **self.owner, **self._source(data, name)}
        if validation is not None:
            body["validationDataset"] = self._source(validation, f"{name}-validation")
        limits = {}
        if max_candidates is not None:
            limits["maxCandidates"] = max_candidates
        if max_runtime is not None:
            limits["maxRuntime"] = f"PT{max_runtime}S"
        for key, value in (("objectiveMetric", metric), ("problemType", problem_type), ("instanceType", instance_type),
                           ("seed", seed), ("groupColumn", group), ("timeColumn", time),
                           ("sampleWeightColumn", weight), ("featureColumns", features),
                           ("featureTypes", feature_types), ("mode", mode),
                           ("validationFraction", validation_fraction),
                           ("trials", trials), ("limits", limits or None)):
            if value is not None:
                body[key] = value
        return Job(self, self.post("/automl-jobs", body)["autoMlJobName"])

    def _source(self, data, name):
        """Where a table lies, as requests have it; what is only here is uploaded."""
        if not isinstance(data, str):
            return {"datasetId": self.upload(data, name)}
        if data.startswith("ds-"):
            return {"datasetId": data}
        if data.startswith(("s3://", "file:/")):
            return {"inputUri": data}
        if os.path.isfile(data):
            return {"datasetId": self.upload(data)}
        return {"homePath": data}

    def job(self, name):
        """A job that there is."""
        job = Job(self, name)
        job.describe()
        return job

    def upload(self, data, name=None):
        """Stores a data frame, the bytes of a CSV or a local file as a data set and gives its id."""
        if isinstance(data, bytes):
            content = data
        elif isinstance(data, str):
            name = name or os.path.basename(data)
            with open(data, "rb") as file:
                content = file.read()
        else:
            content = data.to_csv(index=False).encode()
        query = urllib.parse.urlencode({"name": name or "table", **self.owner})
        answer, _ = self.request("POST", f"/datasets?{query}", content, "text/csv", _once())
        return json.loads(answer)["datasetId"]

    # Endpoints

    def deploy(self, name, job, candidate=None, **more):
        """Makes an endpoint of a job's candidate, the best unless one is named."""
        body = {"endpointName": name, "autoMlJobName": job, **more}
        if candidate is not None:
            body["candidateName"] = candidate
        self.post("/endpoints", body)
        return Endpoint(self, name)

    def endpoint(self, name):
        """An endpoint that there is."""
        endpoint = Endpoint(self, name)
        endpoint.describe()
        return endpoint

    # Experiments

    def run(self, experiment, name=None):
        """A run of an experiment, which is made when it is not there."""
        return Run(self, experiment, name)

    # Requests

    def get(self, path, **query):
        """The JSON at a path below /api/v1."""
        return json.loads(self.request("GET", self.with_query(path, query))[0])

    def post(self, path, body=None):
        """Posts JSON; one and the same effect however often the network fails in between."""
        answer, _ = self.request("POST", path, json.dumps(body or {}).encode(), "application/json", _once())
        return json.loads(answer) if answer else None

    def patch(self, path, body):
        answer, _ = self.request("PATCH", path, json.dumps(body).encode(), "application/json")
        return json.loads(answer) if answer else None

    def delete(self, path, **query):
        self.request("DELETE", self.with_query(path, query))

    def pages(self, path, **query):
        """All items of a list."""
        token = None
        while True:
            page = self.get(path, **query, **({"pageToken": token} if token else {}))
            yield from page["items"]
            token = page.get("nextPageToken")
            if not token:
                return

    @staticmethod
    def with_query(path, query):
        given = {key: value for key, value in query.items() if value is not None}
        return f"{path}?{urllib.parse.urlencode(given)}" if given else path

    def request(self, method, path, body=None, content_type=None, headers=None):
        """The body of the answer and its content type."""
        for attempt in range(_RETRIES):
            request = urllib.request.Request(f"{self._url}/api/v1{path}", body, dict(headers or {}), method=method)
            request.add_header("Authorization", f"Bearer {self._current_token()}")
            if content_type:
                request.add_header("Content-Type", content_type)
            try:
                with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                    return answer.read(), answer.headers.get("Content-Type", "")
            except urllib.error.HTTPError as error:
                last = attempt + 1 == _RETRIES
                if error.code != 503 or last:
                    raise _error(error) from None
            except (OSError, http.client.HTTPException) as error:
                # not reached, or broken off while it answered
                if attempt + 1 == _RETRIES:
                    reason = getattr(error, "reason", None) or error or type(error).__name__
                    raise AtelierError(0, None, f"{self._url} does not answer: {reason}") from None
            time.sleep(0.5 * 2**attempt)
        raise AssertionError("unreachable")

    def _current_token(self):
        if self._token:
            return self._token
        path = os.environ.get("ATELIER_TOKEN_FILE")
        if path:
            with open(path, encoding="ascii") as file:
                return file.read().strip()
        token = os.environ.get("ATELIER_TOKEN")
        if not token:
            raise AtelierError(0, None, "There is no token: set ATELIER_TOKEN or ATELIER_TOKEN_FILE.")
        return token


def quoted(name):
    """A name as a part of a path."""
    return urllib.parse.quote(name, safe="")


def table(rows):
    """Dictionaries as a data frame, or as they are where there is no pandas."""
    try:
        import pandas
    except ImportError:
        return list(rows)
    return pandas.DataFrame(list(rows))


def csv(content):
    """A CSV as a data frame, or as dictionaries where there is no pandas."""
    try:
        import pandas
    except ImportError:
        import csv as reader

        return list(reader.DictReader(io.StringIO(content.decode())))
    return pandas.read_csv(io.BytesIO(content))


def _once():
    """The header that makes repeated requests one."""
    return {"Idempotency-Key": str(uuid.uuid4())}


def _error(error):
    text = error.read()
    try:
        problem = json.loads(text)
        return AtelierError(error.code, problem.get("code"), problem.get("detail") or problem.get("title", ""),
                            problem.get("errors", ()))
    except ValueError:
        return AtelierError(error.code, None, f"{error.code} {error.reason}")
