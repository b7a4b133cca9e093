"""Experiments: what a notebook tries, with its parameters and metrics."""

import datetime
import re
import uuid


class Run:
    """One try within an experiment. As a context it says at its end whether it completed or failed."""

    def __init__(self, client, experiment, name=None):
        from ._client import AtelierError

        self._client = client
        self.experiment = experiment
        self.name = name or f"{_plain(experiment)[:80]}-{uuid.uuid4().hex[:8]}"
        self._owner = client.owner
        try:
            client.post("/experiments", {"experimentName": experiment, **self._owner})
        except AtelierError as error:
            if error.code != "resource-already-exists":
                raise
        client.post("/trials", {"trialName": self.name, "experimentName": experiment, **self._owner})
        client.post("/trial-components", {
            "trialComponentName": self.name,
            "status": {"primaryStatus": "InProgress"},
            "startTime": _now(),
            **self._owner,
        })
        client.request("PUT", self._with_owner(f"/trials/{self.name}/trial-components/{self.name}"))

    def __repr__(self):
        return f"Run({self.experiment!r}, {self.name!r})"

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if kind is None:
            self.end()
        else:
            self.end("Failed", f"{kind.__name__}: {error}")

    @property
    def _path(self):
        from ._client import quoted

        return f"/trial-components/{quoted(self.name)}"

    def log(self, params=None, metrics=None, step=None):
        """Logs parameters (numbers or strings) and metrics (numbers), these with a step where there is one."""
        if params:
            self._client.patch(self._with_owner(self._path), {"parameters": dict(params)})
        if metrics:
            now = _now()
            self._client.post(self._with_owner(f"{self._path}/metrics"), {"metricData": [
                {"metricName": name, "value": float(value), "timestamp": now, **({} if step is None else {"step": step})}
                for name, value in metrics.items()
            ]})

    def end(self, status="Completed", message=None):
        """Says how it went."""
        self._client.patch(self._with_owner(self._path), {
            "status": {"primaryStatus": status, **({"message": message[:1000]} if message else {})},
            "endTime": _now(),
        })

    def _with_owner(self, path):
        return self._client.with_query(path, self._owner)


def _now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat().replace("+00:00", "Z")


def _plain(name):
    return re.sub(r"[^a-zA-Z0-9]+", "-", name).strip("-") or "run"
