"""Files that wait between their preview and their import, between rows and values."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.service.case_ports import KeptUpload
from bot.storage.case_tables import CaseUploadPartRow, CaseUploadRow


class SqlCaseUploads:
    """See `bot.service.case_ports.CaseUploadRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(self, token: str, staff_id: str, name: str, at: datetime) -> None:
        """Note that a file begins to come in; it is not found until it is whole."""
        values = {"token": token, "staff_id": staff_id, "name": name, "received_at": at, "parts": 0}
        await self._session.execute(insert(CaseUploadRow).values(**values))

    async def add_part(self, token: str, number: int, content: bytes) -> None:
        """Keep a part."""
        await self._session.execute(insert(CaseUploadPartRow).values(token=token, number=number, content=content))

    async def finish(self, token: str, parts: int) -> bool:
        """Note that all parts are here; False where the file was forgotten meanwhile."""
        found = await self._session.scalar(
            update(CaseUploadRow).where(CaseUploadRow.token == token).values(parts=parts).returning(CaseUploadRow.token)
        )
        return found is not None

    async def find(self, token: str, staff_id: str, since: datetime) -> KeptUpload | None:
        """Return a whole file of a person that is no older than this."""
        row = await self._session.scalar(
            select(CaseUploadRow).where(
                CaseUploadRow.token == token,
                CaseUploadRow.staff_id == staff_id,
                CaseUploadRow.received_at >= since,
                CaseUploadRow.parts > 0,
            )
        )
        return None if row is None else KeptUpload(row.token, row.name, row.parts)

    async def part(self, token: str, number: int) -> bytes | None:
        """Return a part; None where the file was forgotten meanwhile."""
        query = select(CaseUploadPartRow.content)
        return await self._session.scalar(
            query.where(CaseUploadPartRow.token == token, CaseUploadPartRow.number == number)
        )

    async def of_person(self, staff_id: str) -> Sequence[str]:
        """Return the tokens of a person's files, the newest first."""
        query = select(CaseUploadRow.token).where(CaseUploadRow.staff_id == staff_id)
        return (await self._session.scalars(query.order_by(CaseUploadRow.received_at.desc()))).all()

    async def received_before(self, at: datetime) -> Sequence[str]:
        """Return the tokens of the files that came before a moment."""
        return (await self._session.scalars(select(CaseUploadRow.token).where(CaseUploadRow.received_at < at))).all()

    async def forget(self, token: str) -> None:
        """Delete a file."""
        for table in (CaseUploadPartRow, CaseUploadRow):
            await self._session.execute(
                delete(table).where(table.token == token).execution_options(synchronize_session=False)
            )
