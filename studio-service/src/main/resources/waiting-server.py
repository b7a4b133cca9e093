"""A Jupyter server which has loaded its code and waits for an owner.

usage: waiting-server.py <module to run> <file to make when ready> <modules to load>...

The owner comes as one line of JSON on standard input: the environment of the server. When the input ends without one,
nobody can come any more, and the process ends.
"""

import importlib
import json
import os
import runpy
import sys

program, ready, *modules = sys.argv[1:]
for module in modules:
    try:
        importlib.import_module(module)
    except ImportError:
        pass  # an image may lack it; then the server starts without it, too

with open(ready, "x"):
    pass

line = sys.stdin.readline()
if not line.endswith("\n"):
    sys.exit(0)
with open(os.devnull) as nothing:
    os.dup2(nothing.fileno(), 0)

os.environ.update(json.loads(line))
sys.argv = [program]
sys.path[0] = os.getcwd()
runpy.run_module(program, run_name="__main__", alter_sys=True)
