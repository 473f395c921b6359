import dask
import dask.array as da
import numpy as np

from matgrad import large_scale, least_squares

rng = np.random.default_rng(0)
A_whole = rng.standard_normal((6000, 40))
x, b = rng.standard_normal(40), rng.standard_normal(6000)
taken = []


def rows(first, last):
    """Rows of A. Here they come from an array, in earnest from a file."""
    taken.append((first, last))
    return A_whole[first:last]


plans = [dask.delayed(rows)(k, k + 2000) for k in (0, 2000, 4000)]
A = da.concatenate([da.from_delayed(plan, (2000, 40), float) for plan in plans])
g = large_scale.gradient(A, x, b)
print("gradient asked for: ", g.shape, "rows taken:", taken)
g = g.compute()
print("gradient computed:  ", g.shape, "rows taken:", sorted(taken))
expected = least_squares.gradient(A_whole, x, b)
print("equal to Aᵀ(Ax − b):", np.allclose(g, expected, rtol=1e-9, atol=0))
