"""Workers of a dask cluster as an executor; needs the extra ``cluster``."""

from __future__ import annotations

from distributed import Client
from distributed.cfexecutor import ClientExecutor


class ClusterExecutor(ClientExecutor):
    """An executor on the workers of a scheduler; its end closes the connection.

    Two tasks of equal arguments are two tasks: what a worker has done is never taken for another.
    """

    def __init__(self, address: str, patience_s: float) -> None:
        client = Client(address, timeout=patience_s, set_as_default=False)
        super().__init__(client, pure=False)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the tasks, or wait for them, and close the connection."""
        super().shutdown(wait=wait and not cancel_futures)
        self._client.close()
