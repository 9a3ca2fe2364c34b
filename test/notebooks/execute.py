"""Executes the code cells of one notebook in order, and writes what they show into a copy.

    python execute.py NOTEBOOK COPY FOLDER

FOLDER is the working directory of the kernel, from which relative imports are resolved. A cell that
fails ends the execution; its error is one of the outputs in the copy. Only what keeps the cells from
being executed at all (no kernel, a dead kernel, a cell that never ends) gives an exit code of 1.
"""

import queue
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellExecutionComplete,
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from jupyter_client.kernelspec import NoSuchKernel

# Deno's kernel says that it is idle before the last outputs are out, and nbclient stops listening there.
GRACE_SECONDS = 0.25
# A busy machine takes longer; where the stored notebook has an output, one is waited for.
PATIENCE_SECONDS = 5
CELL_SECONDS = 120


class PatientClient(NotebookClient):
    """Keeps listening for a while after a cell is done."""

    def __init__(self, notebook, **options):
        super().__init__(notebook, **options)
        self.expected = [len(cell.get("outputs", [])) for cell in notebook.cells]
        self.running = None

    async def async_execute_cell(self, cell, cell_index, **options):
        self.running = cell.id
        return await super().async_execute_cell(cell, cell_index, **options)

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index):
        await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        idle_since = time.monotonic()
        while True:
            all_there = len(cell.outputs) >= self.expected[cell_index]
            limit = GRACE_SECONDS if all_there else PATIENCE_SECONDS
            left = idle_since + limit - time.monotonic()
            if left <= 0:
                return
            try:
                message = await self.kc.iopub_channel.get_msg(timeout=min(left, GRACE_SECONDS))
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != parent_msg_id:
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                pass


def main(notebook_path, copy_path, folder):
    notebook = nbformat.read(notebook_path, as_version=4)
    client = PatientClient(
        notebook,
        kernel_name=notebook.metadata.kernelspec.name,
        resources={"metadata": {"path": folder}},
        timeout=CELL_SECONDS,
        iopub_timeout=2 * PATIENCE_SECONDS,
        coalesce_streams=True,
        record_timing=False,
    )
    try:
        client.execute()
    except CellExecutionError:
        pass
    except NoSuchKernel as error:
        sys.exit(f"There is no kernel {error.name!r} in notebooks/.jupyter/kernels.")
    except (CellTimeoutError, DeadKernelError, FileNotFoundError, RuntimeError) as error:
        sys.exit(f"The kernel gave up in cell {client.running!r}: {error}")
    nbformat.write(notebook, copy_path)


if __name__ == "__main__":
    main(*sys.argv[1:])
