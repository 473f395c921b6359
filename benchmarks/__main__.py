"""``python -m benchmarks [topic …]``: measure, print and store the tables of the book.

One thread, so that ratios do not depend on who else uses the machine's cores. The numerical
libraries read these settings when they are imported, hence before anything else.
"""

import os
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

from benchmarks import (  # noqa: E402
    browser,
    calibration,
    cost,
    derivation,
    detection,
    grading,
    programs,
    reading,
    record,
    scale,
    site,
)

TOPICS = {
    "reading": reading.run,
    "cost": cost.run,
    "calibration": calibration.run,
    "detection": detection.run,
    "scale": scale.run,
    "programs": programs.main,
    "derivation": derivation.main,
    "grading": grading.run,
    "browser": browser.run,
    "site": site.run,
}


def main(names: list[str]) -> int:
    """Run the named topics, or all."""
    unknown = [name for name in names if name not in TOPICS]
    if unknown:
        sys.stderr.write(f"There is no topic '{unknown[0]}'. Topics: {', '.join(TOPICS)}.\n")
        return 2
    if record.missing():
        peers = ", ".join(record.missing())
        sys.stderr.write(f"Not installed, so left out: {peers}. They come with: python make.py bench --peers\n")
    for name in names or TOPICS:
        TOPICS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
