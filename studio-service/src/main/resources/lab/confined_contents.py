"""Keeps JupyterLab's files inside the home directory, also where symbolic links lead out of it."""

import errno
import os

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError


class OutsideError(HTTPError, OSError):
    """404 to who asks for it; a listing leaves it out, as it does with links that lead to themselves."""

    def __init__(self, path):
        HTTPError.__init__(self, 404, f"{path} is a link that leads out of the home directory")
        self.errno = errno.ELOOP


class ConfinedContentsManager(AsyncLargeFileManager):
    """Resolves every path that a request names before it is used."""

    def _get_os_path(self, path):
        os_path = super()._get_os_path(path)
        root = os.path.realpath(self.root_dir)
        real = os.path.realpath(os_path)
        if real != root and not real.startswith(root + os.sep):
            raise OutsideError(path)
        return os_path


c = get_config()  # noqa: F821 - given by the server
c.ServerApp.contents_manager_class = ConfinedContentsManager
