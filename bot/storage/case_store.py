"""The library's store over the office's database: plain calls from any thread, answered by a thread of its own.

`case_library` searches in plain functions, which run in whatever thread has a question; the database is spoken to by
coroutines. One thread with an event loop and a few connections stands between them.
"""

import asyncio
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from bot.errors import StaleConversation, Unavailable
from bot.service.topics import CASES
from bot.storage.case_look_ahead import LookedUp, look_up
from bot.storage.case_records import PAGE, WrittenCase, parts, written_case
from bot.storage.engine import open_engine
from bot.storage.unit_of_work import SqlUnitOfWork, unit_of_work_factory
from case_library.case_file import FILE_NAME, CaseFile
from case_library.errors import CaseStoreAwayError
from case_library.near_duplicates import shared_marks
from case_library.precedent import Precedent
from case_library.store import Change, PutResult

Answer = TypeVar("Answer")
_CONNECTIONS = 4
_NOTHING = LookedUp()
_NOBODY: frozenset[str] = frozenset()
_ABANDONED = timedelta(days=1)
"""No import takes so long: what is older was left behind by a crash."""


class SqlCaseStore:
    """A `CaseStore` on SQLite or PostgreSQL; safe in threads and between processes."""

    def __init__(self, url: str) -> None:
        """Prepare; the first question connects.

        Raises:
            BadInput: the address cannot be used.
        """
        self._engine = open_engine(url, pool_size=_CONNECTIONS)
        self._unit_of_work = unit_of_work_factory(self._engine)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="case-store", daemon=True)
        self._thread.start()
        self._taking_in = threading.local()

    def close(self) -> None:
        """Close the connections and end the thread."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._engine.dispose(), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def _wait_for(self, work: Awaitable[Answer]) -> Answer:
        async def awaited() -> Answer:
            return await work

        try:
            return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result()
        except (Unavailable, StaleConversation) as problem:
            raise CaseStoreAwayError(problem.message) from problem

    def _ask(self, question: Callable[[SqlUnitOfWork], Awaitable[Answer]]) -> Answer:
        async def asked() -> Answer:
            async with self._unit_of_work(reading=True) as uow:
                assert isinstance(uow, SqlUnitOfWork)  # noqa: S101 - the factory of this folder makes no other
                return await question(uow)

        return self._wait_for(asked())

    def _change(self, change: Callable[[SqlUnitOfWork], Awaitable[Answer]], *, tell: bool = True) -> Answer:
        async def changed() -> Answer:
            async with self._unit_of_work() as uow:
                assert isinstance(uow, SqlUnitOfWork)  # noqa: S101
                done = await change(uow)
                if tell:
                    uow.announce(CASES)
                return done

        return self._wait_for(changed())

    def identity(self) -> str:
        """Tell this library from others."""
        return self._ask(lambda unit: unit.cases.identity())

    def revision(self) -> int:
        """Give the number of the newest change."""
        return self._ask(lambda unit: unit.cases.revision())

    def count(self) -> int:
        """Count the cases."""
        return self._ask(lambda unit: unit.cases.count())

    def get(self, case_id: str) -> Precedent | None:
        """Give one case, or None."""
        return self.get_many([case_id]).get(case_id)

    def get_many(self, case_ids: Sequence[str]) -> Mapping[str, Precedent]:
        """Give the cases of these ids that exist, by id."""
        ahead, laid_out = self._ahead, self._laid_out
        found = {case_id: ahead.cases[case_id] for case_id in case_ids if case_id in ahead.cases}
        if laid_out is not None:
            found |= laid_out.get_many(case_ids)
        rest = [case_id for case_id in case_ids if case_id not in found and case_id not in ahead.asked]
        if rest and self._something_stands:
            found |= self._ask(lambda unit: unit.cases.get_many(rest))
        return found

    def iterate(self) -> Iterator[Precedent]:
        """Give every case, ordered by id; some hundred at a time, so that writers may go between."""
        last = ""
        while page := self._ask(_page_after(last)):
            yield from page
            last = page[-1].id

    def changed_since(self, revision: int) -> Iterator[Change]:
        """Give what changed after a revision, oldest first."""
        at, last = revision + 1, ""
        while changes := self._ask(_changes_after(at, last)):
            yield from changes
            at, last = changes[-1].revision, changes[-1].id

    def put_many(self, cases: Iterable[Precedent]) -> PutResult:
        """Save cases, all of them or, on any error, none.

        They are laid out in a file of their own first: reading a large file takes minutes, and for so long nobody else
        could write to the office's database. More than a page of them then wait in the database, page by page, until
        one short step puts them in. A case that people work on, or that changes meanwhile, stays as it stands.

        Raises:
            CaseLibraryError: an id stands twice among the cases.
            CaseStoreAwayError: the database does not answer.
        """
        since = self.revision()
        with self._layout() as laid_out:
            laid_out.put_many(cases)
            if laid_out.count() <= PAGE:
                return self._change(_putting(list(laid_out.iterate()), since))
            return self._take_in(laid_out.iterate(), since)

    def worked_on(self) -> Mapping[str, str]:
        """Give the cases that have a working paper, with the imprint of their row."""
        return self._ask(lambda unit: unit.case_drafts.imprints())

    def _take_in(self, cases: Iterable[Precedent], since: int) -> PutResult:
        begun_at, intake_id = datetime.now(UTC), uuid4().hex
        for abandoned in self._ask(lambda unit: unit.case_intake.begun_before(begun_at - _ABANDONED)):
            self._clear(abandoned)
        unchanged: list[str] = []
        staged = 0
        try:
            for page in parts(map(written_case, cases)):
                standing = self._ask(_digests_of([entry.id for entry in page]))
                new = [entry for entry in page if standing.get(entry.id) != entry.digest]
                unchanged += [entry.id for entry in page if standing.get(entry.id) == entry.digest]
                if new:
                    self._change(_staging(intake_id, begun_at, new), tell=False)
                    staged += len(new)
            if not staged:
                return PutResult((), (), tuple(unchanged), self.revision())
            done = self._change(lambda unit: unit.case_intake.put_in(intake_id, staged, since))
        finally:
            if staged:
                self._clear(intake_id)
        return replace(done, unchanged=tuple(unchanged))

    def _clear(self, intake_id: str) -> None:
        """Remove what waits of an import, page by page; where the database is away, a later import does it."""
        with suppress(CaseStoreAwayError):
            while not self._change(lambda unit: unit.case_intake.clear_some(intake_id), tell=False):
                pass

    def remove(self, case_id: str) -> bool:
        """Remove a case; its id stays as a tombstone, so that every index learns of it."""
        return self._change(lambda unit: unit.cases.remove(case_id))

    def ids_by_external_id(self, external_ids: Sequence[str]) -> Mapping[str, str]:
        """Give the ids of the cases that carry these external ids, by external id."""
        return self._ask(lambda unit: unit.cases.ids_by_external_id(external_ids))

    def ids_with_marks(self, marks: Sequence[int]) -> Mapping[str, int]:
        """Count, by case id, how many of these text marks a case shares, those just being taken in too.

        A case that comes in takes the place of the one that stands, as it will when all is in. A mark that is
        boilerplate among those that stand stays so while cases come in.
        """
        having: Mapping[int, frozenset[str] | None] = {}
        if self._something_stands:
            ahead = self._ahead.ids_by_mark
            having = ahead if ahead.keys() >= set(marks) else self._ask(lambda unit: unit.cases.ids_by_mark(marks))
        standing = [having.get(mark, _NOBODY) for mark in marks]
        if (laid_out := self._laid_out) is None:
            return shared_marks(standing)
        coming = laid_out.ids_by_mark(marks)
        replaced = laid_out.those_known(sorted(case_id for ids in standing for case_id in ids or ()))
        return shared_marks(
            None if old is None or (new := coming[mark]) is None else (old - replaced) | new
            for mark, old in zip(marks, standing, strict=True)
        )

    def look_ahead(self, case_ids: Sequence[str], stories: Sequence[Sequence[int]]) -> None:
        """Fetch at once what this thread will ask for next while it takes cases in."""
        if self._laid_out is not None and self._something_stands:
            self._taking_in.ahead = self._ask(lambda unit: look_up(unit.cases, case_ids, stories))

    @property
    def _ahead(self) -> LookedUp:
        """What this thread has fetched for the next cases that it takes in."""
        found: LookedUp = getattr(self._taking_in, "ahead", _NOTHING)
        return found

    @property
    def _laid_out(self) -> CaseFile | None:
        """The cases that this thread is just taking in."""
        found: CaseFile | None = getattr(self._taking_in, "file", None)
        return found

    @property
    def _something_stands(self) -> bool:
        """Whether there was any case when this thread began to take some in; always where it takes none in."""
        return self._laid_out is None or bool(self._taking_in.something_stands)

    @contextmanager
    def _layout(self) -> Iterator[CaseFile]:
        with tempfile.TemporaryDirectory(prefix="fengqiao-import-") as folder:
            laid_out = CaseFile(Path(folder) / FILE_NAME)
            self._taking_in.something_stands = self.count() > 0  # the first import need not ask row by row
            self._taking_in.file = laid_out
            try:
                yield laid_out
            finally:
                self._taking_in.file = None
                self._taking_in.ahead = _NOTHING
                laid_out.close()


def _putting(cases: Sequence[Precedent], since: int) -> Callable[[SqlUnitOfWork], Awaitable[PutResult]]:
    async def put(unit: SqlUnitOfWork) -> PutResult:
        await unit.cases.lock()
        kept = await unit.cases.kept_from_imports({case.id: written_case(case).digest for case in cases}, since)
        done = await unit.cases.put_many(case for case in cases if case.id not in kept)
        return replace(done, kept=tuple(sorted(kept)))

    return put


def _page_after(case_id: str) -> Callable[[SqlUnitOfWork], Awaitable[Sequence[Precedent]]]:
    return lambda unit: unit.cases.page_after(case_id)


def _changes_after(revision: int, case_id: str) -> Callable[[SqlUnitOfWork], Awaitable[Sequence[Change]]]:
    return lambda unit: unit.cases.changes_after(revision, case_id)


def _digests_of(case_ids: Sequence[str]) -> Callable[[SqlUnitOfWork], Awaitable[Mapping[str, str]]]:
    return lambda unit: unit.cases.digests(case_ids)


def _staging(
    intake_id: str, begun_at: datetime, entries: Sequence[WrittenCase]
) -> Callable[[SqlUnitOfWork], Awaitable[None]]:
    return lambda unit: unit.case_intake.stage(intake_id, begun_at, entries)
