"""Executes code with jupyter-kernel-client, which speaks HTTP and WebSocket: JUPYTER_BASE_URL and JUPYTER_TOKEN say where.

The answers are one JSON line on standard output.
"""

import json
import os

from jupyter_kernel_client import JupyterKernelClient

with JupyterKernelClient(server_url=os.environ["JUPYTER_BASE_URL"].rstrip("/"), token=os.environ["JUPYTER_TOKEN"]) as kernel:
    print(
        json.dumps(
            {
                "stream": kernel.execute("print('hello')"),
                "rich": kernel.execute("from IPython.display import HTML\nHTML('<b>rich</b>')"),
                "error": kernel.execute("1/0"),
            }
        )
    )
