"""Entries of the case library between rows and values."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.case_tables import CaseDraftRow, CaseLibraryRow, CaseMarkRow, CaseRow
from bot.storage.upsert import insert_or_ignore
from case_library.entry_format import restored, stored
from case_library.near_duplicates import BOILERPLATE, marks
from case_library.precedent import Precedent
from case_library.store import Change, PutResult

PAGE = 500
"""Rows read or written in one statement."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """An entry as its row holds it, without its place among the changes."""

    id: str
    external_id: str | None
    digest: str
    body: str
    marks: tuple[int, ...]


class SqlCases:
    """See `bot.service.case_ports.CaseRecords`; the rest is what `case_library.store.CaseStore` needs."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def identity(self) -> str:
        """Return what tells this library from others; empty before anything was ever saved."""
        return await self._session.scalar(select(CaseLibraryRow.identity)) or ""

    async def revision(self) -> int:
        """Return the number of the newest change."""
        return await self._session.scalar(select(CaseLibraryRow.revision)) or 0

    async def count(self) -> int:
        """Count the entries."""
        counted = await self._session.scalar(select(func.count()).select_from(CaseRow).where(CaseRow.body.is_not(None)))
        return counted or 0

    async def get(self, case_id: str) -> Precedent | None:
        """Return one entry, or None."""
        return (await self.get_many([case_id])).get(case_id)

    async def get_many(self, case_ids: Sequence[str]) -> Mapping[str, Precedent]:
        """Return the entries of these ids that exist, by id."""
        found: dict[str, Precedent] = {}
        for some in parts(case_ids):
            rows = await self._session.execute(
                select(CaseRow.id, CaseRow.body).where(CaseRow.id.in_(some), CaseRow.body.is_not(None))
            )
            found |= {case_id: _read(body) for case_id, body in rows}
        return found

    async def page_after(self, case_id: str) -> Sequence[Precedent]:
        """Return the next entries behind an id, ordered by id; none at the end."""
        bodies = await self._session.scalars(
            select(CaseRow.body).where(CaseRow.id > case_id, CaseRow.body.is_not(None)).order_by(CaseRow.id).limit(PAGE)
        )
        return [_read(body) for body in bodies]

    async def changes_after(self, revision: int, case_id: str) -> Sequence[Change]:
        """Return the next changes behind a revision and, within it, an id; none at the end."""
        rows = await self._session.execute(
            select(CaseRow.id, CaseRow.revision, CaseRow.body)
            .where(tuple_(CaseRow.revision, CaseRow.id) > (revision, case_id))
            .order_by(CaseRow.revision, CaseRow.id)
            .limit(PAGE)
        )
        return [Change(known, at, None if body is None else _read(body)) for known, at, body in rows]

    async def put_many(self, cases: Iterable[Precedent]) -> PutResult:
        """Save entries, no id twice; what is the same already stays untouched."""
        before = await self.lock()
        added: list[str] = []
        updated: list[str] = []
        unchanged: list[str] = []
        for some in parts(cases):
            standing = await self.digests([case.id for case in some])
            written: list[WrittenCase] = []
            for row in map(written_case, some):
                if standing.get(row.id) == row.digest:
                    unchanged.append(row.id)
                    continue
                (updated if standing.get(row.id) else added).append(row.id)
                written.append(row)
            await self._write(written, standing, before + 1)
        after = before + 1 if added or updated else before
        await self.note_revision(after)
        return PutResult(tuple(added), tuple(updated), tuple(unchanged), after)

    async def remove(self, case_id: str) -> bool:
        """Remove an entry; its id stays behind, so that every index learns of it."""
        before = await self.lock()
        gone = await self._session.scalar(
            update(CaseRow)
            .where(CaseRow.id == case_id, CaseRow.body.is_not(None))
            .values(body=None, digest="", external_id=None, revision=before + 1)
            .returning(CaseRow.id)
            .execution_options(synchronize_session=False)
        )
        if gone is not None:
            await self._session.execute(delete(CaseMarkRow).where(CaseMarkRow.case_id == case_id))
            await self.note_revision(before + 1)
        return gone is not None

    async def ids_by_external_id(self, external_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the ids of the entries that carry these external ids, by external id."""
        found: dict[str, str] = {}
        for some in parts(external_ids):
            rows = await self._session.execute(
                select(CaseRow.external_id, CaseRow.id).where(CaseRow.external_id.in_(some))
            )
            found |= {external: case_id for external, case_id in rows if external is not None}
        return found

    async def ids_by_mark(self, wanted: Sequence[int]) -> Mapping[int, frozenset[str] | None]:
        """Return the ids of the entries that have each of these text marks; None where it is boilerplate."""
        found: dict[int, set[str] | None] = {each: set() for each in wanted}
        mark = CaseMarkRow.mark
        for some in parts(found):
            counted = select(mark).where(mark.in_(some)).group_by(mark)
            for boilerplate in await self._session.scalars(counted.having(func.count() > BOILERPLATE)):
                found[boilerplate] = None
            telling = [each for each in some if found[each] is not None]
            for each, case_id in await self._session.execute(
                select(mark, CaseMarkRow.case_id).where(mark.in_(telling))
            ):
                if (ids := found[each]) is not None:
                    ids.add(case_id)
        return {each: None if ids is None else frozenset(ids) for each, ids in found.items()}

    async def lock(self) -> int:
        """Return the newest revision, and let no other writer go on before this transaction has ended."""
        await self._session.execute(
            insert_or_ignore(self._session, CaseLibraryRow, {"only": 1, "identity": uuid4().hex, "revision": 0})
        )
        locked = await self._session.scalar(select(CaseLibraryRow.revision).with_for_update())
        return locked or 0

    async def kept_from_imports(self, digests: Mapping[str, str], since: int) -> frozenset[str]:
        """Return which of these entries an import begun at a revision must leave; the lock must be held.

        These are entries with a working paper and entries changed since, unless they are of the digest that comes in.
        """
        kept: set[str] = set()
        for some in parts(digests):
            worked_on = set(
                await self._session.scalars(select(CaseDraftRow.case_id).where(CaseDraftRow.case_id.in_(some)))
            )
            standing = await self._session.execute(
                select(CaseRow.id, CaseRow.digest, CaseRow.revision).where(CaseRow.id.in_(some))
            )
            same: set[str] = set()
            for case_id, digest, revision in standing:
                if digest == digests[case_id]:
                    same.add(case_id)
                elif revision > since:
                    kept.add(case_id)
            kept |= worked_on - same
        return frozenset(kept)

    async def note_revision(self, revision: int) -> None:
        """Number the newest change; the lock must be held."""
        await self._session.execute(
            update(CaseLibraryRow).values(revision=revision).execution_options(synchronize_session=False)
        )

    async def digests(self, case_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the digests of the entries that are known, by id; that of a removed one is empty."""
        rows = await self._session.execute(select(CaseRow.id, CaseRow.digest).where(CaseRow.id.in_(case_ids)))
        return {case_id: digest for case_id, digest in rows}  # noqa: C416 - rows are no pairs to mypy

    async def _write(self, written: Sequence[WrittenCase], standing: Mapping[str, str], revision: int) -> None:
        if not written:
            return
        known = [row.id for row in written if row.id in standing]
        if known:
            await self._session.execute(delete(CaseRow).where(CaseRow.id.in_(known)))
            await self._session.execute(delete(CaseMarkRow).where(CaseMarkRow.case_id.in_(known)))
        rows = [
            {
                "id": row.id,
                "external_id": row.external_id,
                "digest": row.digest,
                "revision": revision,
                "body": row.body,
            }
            for row in written
        ]
        await self._session.execute(insert(CaseRow), rows)
        marked = [{"mark": mark, "case_id": row.id} for row in written for mark in row.marks]
        await self._session.execute(insert(CaseMarkRow), marked)


def written_case(case: Precedent) -> WrittenCase:
    """Write an entry as its row holds it."""
    body = json.dumps(stored(case), ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(body.encode()).hexdigest()
    return WrittenCase(case.id, case.external_id, digest, body, marks(case.story))


def parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Give the items in lists of a page each."""
    rest = iter(items)
    while part := list(islice(rest, PAGE)):
        yield part


def _read(body: str | None) -> Precedent:
    return restored(json.loads(body or "{}"))
