"""`make bench`: how fast the parts are, as ratios within one run, so that a busy machine does not lie.

Each part stands in a file of its own with `measure() -> list[Row]`. Nothing is asserted: a figure is to be looked at.
"""

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.benchmarks import article_search, conversation, understanding


def main() -> int:
    parts = {"understanding": understanding, "laws": article_search, "conversation": conversation}
    chosen = sys.argv[1:] or list(parts)
    for name in chosen:
        print(f"\n{name}")
        for row in parts[name].measure():
            print(f"  {row.what:<58}{row.median_ms:>10.2f} ms {row.p95_ms:>10.2f} ms p95   {row.note}")
    return 0


sys.exit(main())
