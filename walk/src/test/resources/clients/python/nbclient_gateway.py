"""Runs a notebook with nbclient, whose kernel a gateway starts: JUPYTER_GATEWAY_URL says where.

The client of this manager sends no header with its WebSocket, so the URL itself must be a capability. The executed notebook is one JSON
line on standard output.
"""

import json

import nbformat
from jupyter_server.gateway.managers import GatewayKernelManager
from nbclient import NotebookClient

notebook = nbformat.v4.new_notebook(
    cells=[
        nbformat.v4.new_code_cell("print('hello')"),
        nbformat.v4.new_code_cell("from IPython.display import HTML\nHTML('<b>rich</b>')"),
        nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()"),
    ]
)
NotebookClient(notebook, timeout=60, kernel_manager_class=GatewayKernelManager).execute()
print(json.dumps(notebook))
