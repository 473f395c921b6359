import os
import sys

import dask
import dask.array as da
import numpy as np
from dask.distributed import Client, LocalCluster
from distributed.diagnostics import MemorySampler

from matgrad import large_scale

CHUNKS, ROWS, COLUMNS = 60, 2500, 1000  # 60 chunks of 20 MB: A has 1.2 GB


def rows(k):
    """Chunk k of A. In earnest: read it from wherever the data lie."""
    return np.random.default_rng(k).integers(-4, 5, (ROWS, COLUMNS)).astype(float)


def main(address):
    cluster = address or LocalCluster(n_workers=2, threads_per_worker=1, memory_limit="1GB", dashboard_address=None)
    with Client(cluster) as client:
        pieces = [da.from_delayed(dask.delayed(rows)(k), (ROWS, COLUMNS), float) for k in range(CHUNKS)]
        A = da.concatenate(pieces)
        x, b = np.arange(COLUMNS) % 3 - 1.0, np.ones(CHUNKS * ROWS)
        g = large_scale.gradient(A, x, b)
        print("before compute():", type(g).__name__, "of", type(g).__module__, "with shape", g.shape)
        sampler = MemorySampler()
        with sampler.sample("memory", interval=0.1):
            g = g.compute()
        print("after compute(): ", type(g).__name__, "of", type(g).__module__, "with shape", g.shape)

        workers = client.scheduler_info()["workers"].values()
        limit = max(worker["memory_limit"] for worker in workers)
        print(f"A has {A.nbytes / 1e9:.1f} GB, a worker may use {limit / 1e9:.1f} GB")
        print("workers in processes of their own:", len({*client.run(os.getpid).values()} - {os.getpid()}))
        peak = max(used for _, used in sampler.samples["memory"])
        print("all workers together used less than one of them may:", peak < limit)

        expected = sum(chunk.T @ (chunk @ x - 1.0) for chunk in map(rows, range(CHUNKS)))
        print("equal to the sum over the chunks, taken here one by one:", np.array_equal(g, expected))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
