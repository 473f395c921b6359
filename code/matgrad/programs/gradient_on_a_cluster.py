import os
import sys

import dask
import dask.array as da
import numpy as np
from dask.distributed import Client, LocalCluster
from distributed.diagnostics import MemorySampler

from matgrad import large_scale

CHUNKS, ROWS, COLUMNS = 60, 2500, 1000  # 60 chunks of 20 MB: A has 1.2 GB
HERE = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": "1GB"}


def rows(k):
    """Chunk k of A. In earnest: read it from wherever the data lie."""
    rng = np.random.default_rng(k)
    return rng.integers(-4, 5, (ROWS, COLUMNS)).astype(float)


def main(address):
    cluster = address or LocalCluster(**HERE, dashboard_address=None)
    with Client(cluster) as client:
        plans = [dask.delayed(rows)(k) for k in range(CHUNKS)]
        A = da.concatenate([da.from_delayed(p, (ROWS, COLUMNS), float) for p in plans])
        x, b = np.arange(COLUMNS) % 3 - 1.0, np.ones(CHUNKS * ROWS)
        g = large_scale.gradient(A, x, b)
        print("before compute():", type(g), g.shape)
        memory = MemorySampler()
        with memory.sample("used", interval=0.1):
            g = g.compute()
        print("after compute(): ", type(g), g.shape)

        pids = {*client.run(os.getpid).values()} - {os.getpid()}
        print("workers in processes of their own:", len(pids))
        workers = client.scheduler_info()["workers"].values()
        limit = max(worker["memory_limit"] for worker in workers)
        print(f"A: {A.nbytes / 1e9:.1f} GB, a worker may use: {limit / 1e9:.1f} GB")
        peak = max(used for _, used in memory.samples["used"])
        print("all workers together used less than that:", peak < limit)

        expected = sum(a.T @ (a @ x - 1) for a in map(rows, range(CHUNKS)))
        print("same as the sum over all chunks in this process:", end=" ")
        print(np.array_equal(g, expected))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
