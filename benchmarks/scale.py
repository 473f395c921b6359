"""Cost of one gradient by storage, when the Gram matrix pays back, and the rounding of the two forms."""

import os
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from benchmarks import record
from benchmarks.reading import paired
from matgrad import large_scale, least_squares

ENTRIES = 40_000_000  # 320 MB in float64: beyond every cache
SHAPE = (20_000, 2000)
ROUNDS = 9
PIECE = 2**24  # bytes of one reading from the file


def run() -> None:
    """Measure and keep the three tables."""
    _gram()
    _storage()
    _rounding()


def _gram() -> None:
    rows = []
    for n in (20, 200, 2000):
        rng = np.random.default_rng(n)
        A, x, b = rng.standard_normal((ENTRIES // n, n)), rng.standard_normal(n), rng.standard_normal(ENTRIES // n)
        forming = _median(paired({"": lambda A=A, b=b: (A.T @ A, A.T @ b)}, 3)[""])
        G, c = A.T @ A, A.T @ b
        times = paired(
            {
                "formula": lambda A=A, x=x, b=b: least_squares.gradient(A, x, b),
                "blocks": lambda A=A, x=x, b=b: large_scale.gradient(A, x, b),
                "gram": lambda G=G, x=x, c=c: G @ x - c,
            },
            ROUNDS,
        )
        formula, blocks, gram = (_median(times[name]) for name in ("formula", "blocks", "gram"))
        rows.append([
            f"{ENTRIES // n:,} × {n:,}", _ms(forming), _ms(formula), _ms(blocks), _ms(gram),
            f"{forming / (formula - gram):.0f}", f"{forming / (blocks - gram):.0f}", f"{n / 2:,.0f}",
        ])  # fmt: skip
        print(rows[-1], flush=True)
    record.keep(
        "gram",
        "Forming G = AᵀA and c = Aᵀb once, against computing the gradient from A each time; A has 320 MB",
        ["shape of A", "forming", "formula", "large_scale", "Gx − c",
         "pays back, formula", "pays back, large_scale", "by operations"],
        rows,
        [
            f"Processor time, medians of {ROUNDS} rounds (3 of the forming). "
            "The last three columns are numbers of gradients; the very last is n/2, which counting operations gives.",
        ],
    )  # fmt: skip


def _storage() -> None:
    rng = np.random.default_rng(0)
    A, x, b = rng.standard_normal(SHAPE), rng.standard_normal(SHAPE[1]), rng.standard_normal(SHAPE[0])
    A32, x32, b32 = (array.astype(np.float32) for array in (A, x, b))
    thin = sparse.random_array(SHAPE, density=0.01, format="csr", rng=rng, data_sampler=rng.standard_normal)
    rows = [
        _in_memory("float64, rows together", A, x, b, A),
        _in_memory("float32, rows together", A32, x32, b32, A32),
        _in_memory("float64, columns together", np.asfortranarray(A), x, b, A),
        _in_memory("sparse (CSR), 1 % not zero", thin, x, b, None),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "A.bin")
        A.tofile(path)
        del A, A32, thin
        rows += _on_disk(path, x, b)
    record.keep(
        "storage",
        "One gradient for A of 20000×2000 by storage",
        ["storage", "bytes of A", "reading A", "formula", "large_scale", "formula ÷ reading", "large_scale ÷ reading"],
        rows,
        [
            f"Medians of {ROUNDS} rounds, ratios within a round. In memory: processor time; from a file: by the clock.",
            "A sparse A is stored as its nonzero entries (8 bytes), their columns (4 bytes) and where its rows start.",
            "File, not yet read: the system's copy in memory is dropped before each reading, for the formula also "
            "between its two products, as it happens by itself when the file is larger than the memory.",
        ],
    )


def _in_memory(name: str, A: Any, x: Any, b: Any, dense: Any) -> list[str]:
    size = A.nbytes if dense is not None else A.data.nbytes + A.indices.nbytes + A.indptr.nbytes
    flat = [dense.reshape(-1)] if dense is not None else [A.data, A.indices.view(np.float32)]
    times = paired(
        {
            "read": lambda: [np.dot(part, part) for part in flat],
            "formula": lambda: least_squares.gradient(A, x, b),
            "blocks": lambda: large_scale.gradient(A, x, b),
        },
        ROUNDS,
    )
    return _row(name, size, times)


def _on_disk(path: Path, x: Any, b: Any) -> list[list[str]]:
    """The same from a file, with and without the copy that the system keeps of it in memory."""

    def on_disk() -> Any:
        """A new mapping each time: the system keeps in memory what is mapped."""
        return np.memmap(path, dtype=float, mode="r", shape=SHAPE)

    functions: dict[str, list[Callable]] = {
        "read": [lambda: _read(path)],
        "formula": [lambda: on_disk() @ x - b, lambda: on_disk().T @ b],  # b has the shape of the residual
        "blocks": [lambda: large_scale.gradient(on_disk(), x, b)],
    }
    rows = []
    for name, cold in (("file, not yet read", True), ("file, already in memory", False)):
        times: dict[str, list[float]] = {key: [] for key in functions}
        for _ in range(ROUNDS):
            for key, parts in functions.items():
                times[key].append(sum(_clock(part, path if cold else None) for part in parts))
        rows.append(_row(name, path.stat().st_size, times))
    return rows


def _clock(function: Callable, drop: Path | None) -> float:
    if drop is not None:
        _drop_from_memory(drop)
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def _drop_from_memory(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read(path: Path) -> None:
    buffer = bytearray(PIECE)
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            pass


def _row(name: str, size: int, times: dict[str, list[float]]) -> list[str]:
    ratios = [f"{np.median(np.divide(times[key], times['read'])):.2f}" for key in ("formula", "blocks")]
    row = [name, f"{size / 1e6:.0f} MB", *(_ms(_median(times[key])) for key in ("read", "formula", "blocks")), *ratios]
    print(row, flush=True)
    return row


def _rounding() -> None:
    rows = []
    for exponent in (2, 4, 6, 8):
        errors = [_newton_errors(10.0**exponent, seed) for seed in range(20)]
        rows.append([f"1e{exponent}", *(f"{error:.1e}" for error in np.median(errors, axis=0))])
        print(rows[-1], flush=True)
    record.keep(
        "rounding",
        "Rounding error of the gradient in float64, as the error of a Newton step ÷ ‖x‖, by condition number",
        ["condition of A", *(f"{place}, {form}" for place in (1, 2, 3) for form in ("Aᵀ(Ax − b)", "(AᵀA)x − Aᵀb"))],
        rows,
        [
            "1: near a minimiser with vanishing residual. 2: near a minimiser whose residual is as long as b. 3: far.",
            "Medians of 20 matrices of shape 60×20; near is a relative distance of 1e-10; the exact gradient comes "
            "from fractions.",
        ],
    )


def _newton_errors(condition: float, seed: int) -> list[float]:
    """‖(AᵀA)⁻¹(g − ∇f)‖ ÷ ‖x*‖ for three places and two forms of g.

    A has 38 bits an entry and x* nine, so that b = Ax* is exact in float64.
    """
    rng = np.random.default_rng(seed)
    m, n = 60, 20
    U, V = (np.linalg.qr(rng.standard_normal((k, n)))[0] for k in (m, n))
    A = np.round(U * np.logspace(0, -np.log10(condition), n) @ V.T * 2**38) / 2**38
    minimiser = rng.integers(-256, 257, n).astype(float)
    b = A @ minimiser
    outside = rng.standard_normal(m)
    outside -= U @ (U.T @ outside)
    outside *= np.linalg.norm(b) / np.linalg.norm(outside)
    near = minimiser * (1 + 1e-10 * rng.standard_normal(n))
    places = ((near, b), (near, b + outside), (np.linalg.norm(minimiser) * rng.standard_normal(n) / np.sqrt(n), b))
    _, s, rotation = np.linalg.svd(A, full_matrices=False)
    errors = []
    for x, data in places:
        exact = _exact_gradient(A, x, data)
        for g in (A.T @ (A @ x - data), A.T @ A @ x - A.T @ data):
            wrong = np.array([float(Fraction(value) - true) for value, true in zip(g.tolist(), exact, strict=True)])
            errors.append(float(np.linalg.norm((rotation @ wrong) / s**2) / np.linalg.norm(minimiser)))
    return errors


def _exact_gradient(A: Any, x: Any, b: Any) -> list[Fraction]:
    rows = [[Fraction(a) for a in row] for row in A.tolist()]
    point, data = [Fraction(v) for v in x.tolist()], [Fraction(v) for v in b.tolist()]
    residuals = [sum(a * v for a, v in zip(row, point, strict=True)) - d for row, d in zip(rows, data, strict=True)]
    return [sum((row[k] * r for row, r in zip(rows, residuals, strict=True)), Fraction(0)) for k in range(len(point))]


def _median(values: list[float]) -> float:
    return float(np.median(values))


def _ms(seconds: float) -> str:
    milliseconds = 1e3 * seconds
    return f"{milliseconds:.0f} ms" if milliseconds >= 100 else f"{float(f'{milliseconds:.2g}'):g} ms"
