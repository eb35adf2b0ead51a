"""Papers and bound volumes between rows and values."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.documents import BoundVolume, Signing, StoredDocument, VolumePart
from bot.domain.forms import FormKind
from bot.errors import NotFound
from bot.service.document_ports import NewDocument
from bot.storage.document_tables import DocumentRow, VolumeRow
from bot.storage.staff_tables import StaffRow


class SqlDocuments:
    """See `bot.service.document_ports.DocumentRecords`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, dispute_id: str, document: NewDocument, at: datetime, staff_id: str | None) -> StoredDocument:
        """Keep a paper."""
        row = DocumentRow(
            id=uuid4().hex,
            dispute_id=dispute_id,
            kind=document.kind.value,
            subject=document.subject,
            number=document.number,
            version=document.version,
            name=document.name,
            media_type=document.media_type,
            size=len(document.content),
            sha256=hashlib.sha256(document.content).hexdigest(),
            fingerprint=document.fingerprint,
            blanks=list(document.blanks),
            signing=document.signing.value,
            at=at,
            staff_id=staff_id,
            content=document.content,
            pdf=document.pdf,
        )
        self._session.add(row)
        await self._session.flush()
        return await self.show(row.id)

    async def of_dispute(self, dispute_id: str) -> Sequence[StoredDocument]:
        """Return all papers of a file in all versions."""
        query = _documents().where(DocumentRow.dispute_id == dispute_id)
        found = await self._session.execute(query.order_by(DocumentRow.number, DocumentRow.version))
        return [_document(row, name) for row, name in found]

    async def show(self, document_id: str) -> StoredDocument:
        """Read one, without its content."""
        found = (await self._session.execute(_documents().where(DocumentRow.id == document_id))).one_or_none()
        if found is None:
            raise NotFound("没有这份文书。")
        return _document(*found)

    async def content(self, document_id: str) -> bytes:
        """Return the content of a paper."""
        content = await self._session.scalar(select(DocumentRow.content).where(DocumentRow.id == document_id))
        if content is None:
            raise NotFound("没有这份文书。")
        return content

    async def pdf(self, document_id: str) -> bytes | None:
        """Return the PDF of a paper."""
        return await self._session.scalar(select(DocumentRow.pdf).where(DocumentRow.id == document_id))

    async def keep_pdf(self, document_id: str, pdf: bytes) -> None:
        """Keep the PDF of a paper."""
        waiting = update(DocumentRow).where(DocumentRow.id == document_id, DocumentRow.pdf.is_(None))
        await self._session.execute(waiting.values(pdf=pdf).execution_options(synchronize_session=False))

    async def add_volume(
        self,
        dispute_id: str,
        content: bytes,
        parts: Sequence[VolumePart],
        *,
        pages: int,
        remarks: str,
        keep_until: date | None,
        at: datetime,
        staff_id: str | None,
    ) -> BoundVolume:
        """Keep a bound file as its next version."""
        last = await self._session.scalar(select(func.max(VolumeRow.version)).where(VolumeRow.dispute_id == dispute_id))
        row = VolumeRow(
            id=uuid4().hex,
            dispute_id=dispute_id,
            version=(last or 0) + 1,
            pages=pages,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            parts=[asdict(part) for part in parts],
            remarks=remarks,
            keep_until=keep_until,
            at=at,
            staff_id=staff_id,
            content=content,
        )
        self._session.add(row)
        await self._session.flush()
        return (await self.volumes_of(dispute_id))[0]

    async def volumes_of(self, dispute_id: str) -> Sequence[BoundVolume]:
        """Return the bound volumes of a file, the newest first."""
        found = await self._session.execute(
            select(VolumeRow, StaffRow.name)
            .outerjoin(StaffRow, StaffRow.id == VolumeRow.staff_id)
            .where(VolumeRow.dispute_id == dispute_id)
            .order_by(VolumeRow.version.desc())
        )
        return [_volume(row, name) for row, name in found]

    async def volume_content(self, volume_id: str) -> bytes:
        """Return the PDF of a volume."""
        content = await self._session.scalar(select(VolumeRow.content).where(VolumeRow.id == volume_id))
        if content is None:
            raise NotFound("没有这一卷。")
        return content


def _documents() -> Select[DocumentRow, str]:
    return select(DocumentRow, StaffRow.name).outerjoin(StaffRow, StaffRow.id == DocumentRow.staff_id)


def _document(row: DocumentRow, staff_name: str | None) -> StoredDocument:
    return StoredDocument(
        id=row.id,
        dispute_id=row.dispute_id,
        kind=FormKind(row.kind),
        subject=row.subject,
        number=row.number,
        version=row.version,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        fingerprint=row.fingerprint,
        blanks=tuple(row.blanks),
        signing=Signing(row.signing),
        at=row.at,
        staff_name=staff_name or "",
    )


def _volume(row: VolumeRow, staff_name: str | None) -> BoundVolume:
    return BoundVolume(
        id=row.id,
        dispute_id=row.dispute_id,
        version=row.version,
        pages=row.pages,
        size=row.size,
        sha256=row.sha256,
        parts=tuple(VolumePart(**part) for part in row.parts),
        remarks=row.remarks,
        keep_until=row.keep_until,
        at=row.at,
        staff_name=staff_name or "",
    )
