#!/usr/bin/env python3
"""Makes kubernetes-<version>.json from the PyPI package kubernetes-validate.

usage: pip download --no-deps kubernetes-validate==1.34.1 && trim.py kubernetes_validate-1.34.1-py3-none-any.whl v1.34.0
"""

import json
import pathlib
import sys
import zipfile

KINDS = {
    "v1/ConfigMap": "configmap-v1",
    "v1/Namespace": "namespace-v1",
    "v1/PersistentVolumeClaim": "persistentvolumeclaim-v1",
    "v1/Secret": "secret-v1",
    "v1/Service": "service-v1",
    "v1/ServiceAccount": "serviceaccount-v1",
    "apps/v1/Deployment": "deployment-apps-v1",
    "networking.k8s.io/v1/Ingress": "ingress-networking-v1",
    "networking.k8s.io/v1/NetworkPolicy": "networkpolicy-networking-v1",
    "policy/v1/PodDisruptionBudget": "poddisruptionbudget-policy-v1",
}


def trimmed(node):
    """The node without descriptions and extensions, its references local."""
    if isinstance(node, list):
        return [trimmed(item) for item in node]
    if not isinstance(node, dict):
        return node
    result = {}
    for key, value in node.items():
        if key in ("$id", "$schema") or key.startswith("x-kubernetes") or (key == "description" and isinstance(value, str)):
            continue
        if key == "$ref":
            value = value.replace("/api/_definitions.json#", "#")
        result[key] = {name: trimmed(child) for name, child in value.items()} if key == "properties" else trimmed(value)
    return result


def references(node):
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value.rsplit("/", 1)[1]
            else:
                yield from references(value)


def main(wheel, version):
    files = zipfile.ZipFile(wheel)
    base = f"kubernetes_validate/kubernetes-json-schema/{version}-local-strict/"
    everything = json.loads(files.read(base + "_definitions.json"))["$defs"]
    kinds = {kind: trimmed(json.loads(files.read(f"{base}{name}.json"))) for kind, name in KINDS.items()}
    used, todo = {}, list(references(kinds))
    while todo:
        name = todo.pop()
        if name not in used:
            used[name] = trimmed(everything[name])
            todo.extend(references(used[name]))
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"Kubernetes {version}, made by trim.py; see README.md.",
        "$defs": {**kinds, **dict(sorted(used.items()))},
    }
    out = pathlib.Path(__file__).with_name(f"kubernetes-{version.removeprefix('v').rsplit('.', 1)[0]}.json")
    out.write_text(json.dumps(schema, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
