"""Endpoints."""

import json
import time


class Endpoint:
    """A model that answers."""

    def __init__(self, client, name):
        self._client = client
        self.name = name

    def __repr__(self):
        return f"Endpoint({self.name!r})"

    @property
    def _path(self):
        from ._client import quoted

        return f"/endpoints/{quoted(self.name)}"

    def describe(self):
        return self._client.get(self._path)

    def wait(self, poll=0.5):
        """Waits until it is in service."""
        from ._client import AtelierError

        while True:
            endpoint = self.describe()
            if endpoint["status"] == "InService":
                return self
            if endpoint["status"] == "Failed":
                raise AtelierError(0, "endpoint-failed", endpoint.get("failureReason") or "The endpoint failed.")
            time.sleep(poll)

    def invoke(self, rows):
        """Predictions for a data frame or a list of dictionaries: a data frame, or dictionaries where there is no pandas."""
        from ._client import table

        if hasattr(rows, "to_json"):
            rows = json.loads(rows.to_json(orient="records"))
        body = json.dumps({"instances": rows}).encode()
        answer, _ = self._client.request("POST", f"{self._path}/invocations", body, "application/json")
        return table(
            {
                **{key: value for key, value in prediction.items() if key != "probabilities"},
                **{f"probability_{label}": value for label, value in prediction.get("probabilities", {}).items()},
            }
            for prediction in json.loads(answer)["predictions"])

    def delete(self):
        """Ends it and its charge."""
        self._client.delete(self._path)
