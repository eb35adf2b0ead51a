"""Measure search in a large library: `python -m case_library.measure_search --cases 1000000 --folder /tmp/large`.

Fills a case file with recombined cases, builds the index, and searches with openings of recombined stories, without and
with filters, and by filters alone; then adds some cases and measures the first search that takes them up. Prints one
JSON object: seconds to fill, to build and to take up, median and 95th percentile of each kind of search in
milliseconds, memory.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import cycle
from pathlib import Path

from tqdm import tqdm

from case_library.case_file import FILE_NAME, CaseFile
from case_library.case_index import CaseFilter
from case_library.illustrative import illustrative_cases
from case_library.live_index import LiveIndex
from case_library.precedent import Precedent
from case_library.recombined import recombined_cases

_QUERIES_SEED = 1
_OPENING = 60
_ADDED_SEED, _ADDED = 2, 100
_METHODS = ("背对背", "面对面调解", "查看", "沟通", "与赵某", "司法确认", "没有这个方法")
_YUAN = (5_000.0, 50_000.0)
_LISTED = 12


def main() -> int:
    """Fill, build, search, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--folder", type=Path, required=True, help="an empty folder for the file and the index")
    arguments = parser.parse_args()
    figures: dict[str, float] = {"cases": arguments.cases}
    store = CaseFile(arguments.folder / FILE_NAME)
    if store.count() == 0:
        started = time.perf_counter()
        store.put_many(_shown(recombined_cases(arguments.cases), arguments.cases, "fill"))
        figures["fill_seconds"] = round(time.perf_counter() - started, 1)
    started = time.perf_counter()
    folder = arguments.folder / "case_index"
    LiveIndex(store, folder, illustrative_cases(), lambda cases: _shown(cases, arguments.cases, "index"))
    figures["build_seconds"] = round(time.perf_counter() - started, 1)
    figures["index_megabytes"] = round(sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 1e6)
    figures |= _searched(store, folder, arguments.queries)
    print(json.dumps(figures))
    return 0


def _searched(store: CaseFile, folder: Path, queries: int) -> dict[str, float]:
    from case_library.library import CaseLibrary

    library = CaseLibrary(store, folder, illustrative_cases(), None)
    openings = [case.story[:_OPENING] for case in recombined_cases(queries, _QUERIES_SEED)]
    by_method = [CaseFilter(method=method) for method, _ in zip(cycle(_METHODS), openings, strict=False)]
    narrow = [replace(wanted, amount=_YUAN, outcome="agreed") for wanted in by_method]
    figures = _timed("", [partial(library.search, text) for text in openings])
    pairs = zip(openings, by_method, strict=True)
    figures |= _timed("method_", [partial(library.search, text, wanted=wanted) for text, wanted in pairs])
    pairs = zip(openings, narrow, strict=True)
    figures |= _timed("filters_", [partial(library.search, text, wanted=wanted) for text, wanted in pairs])
    figures |= _timed("list_", [partial(library.page, "", 0, _LISTED, wanted) for wanted in by_method])
    figures["process_megabytes"] = round(_resident_bytes() / 1e6)
    store.put_many(recombined_cases(_ADDED, _ADDED_SEED))
    started = time.perf_counter()
    library.search("有人欠钱不还")
    figures["take_up_seconds"] = round(time.perf_counter() - started, 2)
    figures["peak_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
    return figures


def _timed(name: str, searches: Iterable[Callable[[], object]]) -> dict[str, float]:
    """Time each search; give median and 95th percentile under names that begin so."""
    milliseconds = []
    for search in searches:
        started = time.perf_counter()
        search()
        milliseconds.append((time.perf_counter() - started) * 1000)
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    return {f"{name}median_ms": round(statistics.median(milliseconds), 2), f"{name}p95_ms": round(p95, 2)}


def _resident_bytes() -> int:
    """Give what the process holds of its own now, without the mapped index files that the system may drop."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")


def _shown(cases: Iterable[Precedent], count: int, name: str) -> Iterable[Precedent]:
    return tqdm(cases, total=count, desc=name, disable=not sys.stderr.isatty())


if __name__ == "__main__":
    sys.exit(main())
