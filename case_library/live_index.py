"""Keeping the index in step with the store, without a restart and in every process; rebuilt beside the running one."""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path

from case_library.case_index import CaseIndex
from case_library.case_words import common_words
from case_library.entry_format import FORMAT_VERSION, to_json
from case_library.errors import CaseFileError, CaseStoreAwayError
from case_library.precedent import Precedent
from case_library.store import CaseStore, Change
from nlp.tokenise import word_list

_LOG = logging.getLogger(__name__)
_INDEX_FORMAT = 4
_REVISION_FILE = "revision"
_BATCH = 200_000
_ABANDONED_SECONDS = 24 * 3600
Progress = Callable[[Iterable[Precedent]], Iterable[Precedent]]
"""Wraps the cases while an index is built, so that a command can show how far it is."""


class LiveIndex:
    """The index that matches the store now.

    On disk each index has a folder named by what it depends on beside the store: word list, format, composed cases. A
    new version of these is built in a folder of its own and put in place by renaming, while others read the old one.
    """

    def __init__(
        self,
        store: CaseStore,
        folder: Path | None,
        composed: Mapping[str, Precedent],
        progress: Progress | None = None,
    ) -> None:
        """Open the index, and build it where there is none that fits.

        Raises:
            CaseFileError: the folder cannot be written.
        """
        self._store = store
        self._composed = composed
        self._lock = threading.Lock()
        self._progress = progress
        self._folder = folder / signature(composed, store.identity()) if folder else None
        try:
            if self._folder is None:
                self._revision = store.revision()
                self._index = self._filled(None, progress)
            else:
                if not (self._folder / _REVISION_FILE).exists():
                    self._build_beside(self._folder, progress)
                self._index = CaseIndex(self._folder)
                self._revision = self._noted()
                if store.revision() < self._revision:
                    self._build_anew()
        except (OSError, ValueError) as error:
            raise CaseFileError(f"案例索引 {folder} 建不起来（{error}）：请检查文件夹能否写入、磁盘是否已满") from error

    @property
    def last_seen(self) -> CaseIndex:
        """The index as the last search found it, without asking the store again."""
        return self._index

    def current(self) -> CaseIndex:
        """Give the index with everything that was saved up to now; as it is while the store does not answer."""
        try:
            newest = self._store.revision()
        except CaseStoreAwayError as error:
            _LOG.warning("the case store does not answer, searching what is known: %s", type(error).__name__)
            return self._index
        if newest != self._revision:
            with self._lock:
                self._catch_up(newest)
        return self._index

    def _catch_up(self, newest: int) -> None:
        if newest == self._revision:
            return
        if newest < self._revision:  # an earlier state of the store was brought back
            self._build_anew()
            return
        if self._folder is not None and self._noted() >= newest:
            self._index.reload()  # another process has done the work
            self._revision = newest
            return
        try:
            while batch := _first(self._store.changed_since(self._revision), _BATCH):
                self._index.update(
                    (change.case for change in batch if change.case is not None),
                    [change.id for change in batch if change.case is None],
                )
                if len(batch) < _BATCH:
                    break
        except ValueError:  # another process is writing just now: a later search sees its work
            self._index.reload()
            return
        self._revision = newest
        if self._folder is not None:
            _note(self._folder, newest)

    def _filled(self, folder: Path | None, progress: Progress | None) -> CaseIndex:
        cases: Iterable[Precedent] = chain(self._composed.values(), self._store.iterate())
        index = CaseIndex(folder)
        index.update(progress(cases) if progress else cases, fresh=True)
        return index

    def _build_anew(self) -> None:
        if self._folder is None:
            self._revision = self._store.revision()
            self._index = self._filled(None, self._progress)
            return
        self._folder.rename(self._folder.with_name(f"building-old-{os.getpid()}-{self._folder.name}"))
        self._build_beside(self._folder, self._progress)
        self._index = CaseIndex(self._folder)
        self._revision = self._noted()

    def _build_beside(self, place: Path, progress: Progress | None) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix="building-", dir=place.parent))
        try:
            revision = self._store.revision()  # before reading: what comes in meanwhile is taken up later
            self._filled(beside, progress)
            _note(beside, revision)
            beside.rename(place)
        except OSError:
            if not place.exists():
                raise
            _LOG.info("another process has built the case index meanwhile")
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        for old in place.parent.iterdir():
            if old.is_dir() and old != place and (_is_left_over(old) or not old.name.startswith("building-")):
                shutil.rmtree(old, ignore_errors=True)

    def _noted(self) -> int:
        if self._folder is None:
            return self._revision
        try:
            return int((self._folder / _REVISION_FILE).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0


def _is_left_over(folder: Path) -> bool:
    """Say whether a folder was put aside for a newer one, or is of a build that a crash has ended long ago."""
    if folder.name.startswith("building-old-"):
        return True
    try:
        return time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS
    except OSError:
        return False


def signature(composed: Mapping[str, Precedent], store: str = "") -> str:
    """Name what an index depends on beside the store's revision: a change of any of it needs a new index."""
    parts = [
        store,
        _INDEX_FORMAT,
        FORMAT_VERSION,
        version("tantivy"),
        version("rjieba"),
        *word_list(),
        *sorted(common_words()),
    ]
    parts += [to_json(case) for case in composed.values()]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def _note(folder: Path, revision: int) -> None:
    draft = folder / f"{_REVISION_FILE}.{os.getpid()}"
    draft.write_text(str(revision), encoding="ascii")
    draft.replace(folder / _REVISION_FILE)


def _first(changes: Iterator[Change], count: int) -> list[Change]:
    return list(islice(changes, count))
