"""Installs an own image's requirements into its environment.

usage: image-build.py <directory of the environment> <largest size in bytes> <longest time in seconds>

Runs in that environment, which sees all that the image below it has. Reads <directory>/build/requirements.txt, says what happens on
standard output, and writes <directory>/build/result: "built", or "failed" and on the next lines why. Ends with everything that it
started when standard input ends: nobody waits for it any more.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from importlib import metadata

DIRECTORY, LARGEST, LONGEST = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
BUILD = os.path.join(DIRECTORY, "build")
# what Atelier's kernel servers are made of stays as the image below has it
SERVERS = ("jupyter-server", "jupyter-server-terminals", "ipykernel")
CHECK = "import ipykernel.kernelapp, jupyter_server.serverapp"
LOGGED = 1 << 20
REASON = 1000

say = threading.Lock()


def finish(result):
    """Says how it went, once, and ends with everything that was started."""
    say.acquire()
    fresh = os.path.join(BUILD, "result.next")
    with open(fresh, "w", encoding="utf-8") as file:
        file.write(result)
    os.replace(fresh, os.path.join(BUILD, "result"))
    sys.stdout.flush()
    os.killpg(0, signal.SIGKILL)


def fail(reason):
    finish("failed\n" + reason[:REASON])


def size():
    total = 0
    for directory, _, files in os.walk(DIRECTORY):
        for name in files:
            try:
                total += os.lstat(os.path.join(directory, name)).st_blocks * 512
            except OSError:
                pass
    return total


def end_with_owner():
    while sys.stdin.buffer.read(1 << 16):
        pass
    os.killpg(0, signal.SIGKILL)


def keep_limits():
    end = time.monotonic() + LONGEST
    while True:
        if time.monotonic() > end:
            fail(f"The build took longer than {LONGEST:.0f} s.")
        if size() > LARGEST:
            fail(f"The environment is larger than {LARGEST} bytes.")
        time.sleep(1)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pins():
    """The servers and all that they need, as they are installed."""
    from pip._vendor.packaging.requirements import Requirement

    found = {}
    wanted = deque(SERVERS)
    while wanted:
        name = normal(wanted.popleft())
        if name in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = distribution.version
        for line in distribution.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                wanted.append(requirement.name)
    return found


def run(*arguments):
    """Runs Python in the environment; its exit code, and the last lines of what it said."""
    process = subprocess.Popen(
        [os.path.join(DIRECTORY, "bin", "python"), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    last = deque(maxlen=20)
    logged = 0
    for line in process.stdout:
        line = line[:2000]
        last.append(line.rstrip())
        if logged < LOGGED:
            sys.stdout.write(line)
            sys.stdout.flush()
            logged += len(line)
    if logged >= LOGGED:
        print("[...]", *last, sep="\n", flush=True)
    return process.wait(), [line for line in last if line]


def why(last):
    """What pip said from its first error on, or else its last lines."""
    first = next((at for at, line in enumerate(last) if line.startswith("ERROR: ")), len(last))
    return "\n".join(line.removeprefix("ERROR: ") for line in last[first:] or last[-5:])


def main():
    constraints = os.path.join(BUILD, "constraints.txt")
    with open(constraints, "w", encoding="utf-8") as file:
        file.writelines(f"{name}=={version}\n" for name, version in sorted(pins().items()))
    code, last = run(
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--no-warn-script-location",
        "--progress-bar=off",
        "--constraint",
        constraints,
        "--requirement",
        os.path.join(BUILD, "requirements.txt"),
    )
    if code:
        fail(f"pip ended with exit code {code}: " + why(last))
    code, last = run("-c", CHECK)
    if code:
        fail("A kernel would not start in it: " + why(last))
    if size() > LARGEST:
        fail(f"The environment is larger than {LARGEST} bytes.")
    finish("built")


if __name__ == "__main__":
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    threading.Thread(target=end_with_owner, daemon=True).start()
    threading.Thread(target=keep_limits, daemon=True).start()
    try:
        main()
    except Exception as e:
        fail(f"{type(e).__name__}: {e}")
