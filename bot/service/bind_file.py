"""Binding a file that is over: one case, one volume; its PDF, its ZIP, how long it is kept, who looked at it."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.archive_list import Gap, in_volume_order, missing_papers, wanted_forms
from bot.domain.attachments import Attachment
from bot.domain.dispute_file import DisputeFile, FileItem
from bot.domain.documents import ENDINGS, PDF, WORD, BoundVolume, Signing, StoredDocument, VolumePart
from bot.domain.file_on_paper import Payer, volume_title
from bot.domain.form_words import form_words
from bot.domain.forms import ContentsLine, FileForForms, FormKind, VolumeOnPaper
from bot.domain.staff import StaffMember
from bot.errors import BadInput, Conflict, NotFound
from bot.service.document_ports import Press, Sheet
from bot.service.front_desk import FrontDesk
from bot.service.make_document import on_paper
from bot.service.ports import UnitOfWork
from bot.service.staff_rights import require_sight_of_dispute

LONGEST_REMARK = 2000
_ZIP = "application/zip"


async def papers_missing(desk: FrontDesk, press: Press, staff: StaffMember, dispute_id: str) -> tuple[str, ...]:
    """Return what a file lacks of its list, in words.

    Raises:
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work(reading=True) as uow:
        file = await uow.files.show(dispute_id)
        require_sight_of_dispute(staff, file.dispute)
        documents = await uow.documents.of_dispute(dispute_id)
    return tuple(gap_words(press, gap) for gap in missing_papers(file, documents))


def gap_words(press: Press, gap: Gap) -> str:
    """Say what is missing."""
    return gap.in_words(press.form_name(gap.kind)) + (f"（{gap.law}）" if gap.law else "")


def forms_to_make(file: DisputeFile, documents: Sequence[StoredDocument]) -> tuple[FormKind, ...]:
    """Return the forms that fit the file and were not made yet."""
    present = {document.kind for document in documents}
    return tuple(kind for kind in wanted_forms(file) if kind not in present)


async def bind_file(
    desk: FrontDesk, press: Press, staff: StaffMember, dispute_id: str, *, remarks: str = "", years: int = 0
) -> BoundVolume:
    """Bind a file that is over, as its next volume.

    Args:
        desk: The front desk.
        press: Makes the papers.
        staff: Who binds it.
        dispute_id: The file.
        remarks: What is missing or was corrected, and why; must be given where something is missing.
        years: How long it is kept; 0 for good.

    Raises:
        Conflict: The file is not over.
        BadInput: Papers are missing and no remark says why; a remark too long; a paper that cannot be bound.
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
        Unavailable: PDF cannot be made now.
    """
    remarks = remarks.strip()
    if len(remarks) > LONGEST_REMARK:
        raise BadInput(f"情况说明最多 {LONGEST_REMARK} 个字。")
    async with desk.unit_of_work() as uow:
        file = await uow.files.show(dispute_id)
        require_sight_of_dispute(staff, file.dispute)
        documents = await uow.documents.of_dispute(dispute_id)
        await uow.oversight.note_look(staff.id, "archive", dispute_id, desk.now())
        if file.dispute.closure is None:
            raise Conflict("这件案卷还没有结束，不能装订。")
        gaps = [gap_words(press, gap) for gap in missing_papers(file, documents)]
        if gaps and not remarks:
            raise BadInput("卷内还" + "；".join(gaps) + "。", hint="请补齐，或者在情况说明里写明原因。")
        parts = await _contents(uow, file, in_volume_order(documents))
    told = "\n".join([*gaps, remarks]) if remarks else form_words()["remarks_none"]
    volume = VolumeOnPaper(
        title=volume_title(file),
        retention=form_words()["retention_years"].format(years=years) if years else form_words()["retention_for_good"],
        bound_by=staff.name,
        bound_on=desk.today(),
        remarks=told,
    )
    paper = replace(on_paper(desk, file, FormKind.COVER, "", Payer.RESPONDENTS), volume=volume)
    bound, placed, pages = await asyncio.to_thread(_bound, press, paper, parts)
    async with desk.unit_of_work() as uow:
        return await uow.documents.add_volume(
            dispute_id,
            bound,
            placed,
            pages=pages,
            remarks=told,
            keep_until=_keep_until(desk.today(), years),
            at=desk.now(),
            staff_id=staff.id,
        )


async def read_volume(
    desk: FrontDesk, press: Press, staff: StaffMember, dispute_id: str, volume_id: str, *, as_zip: bool
) -> Attachment:
    """Return a bound volume as PDF, or with every paper and attachment as ZIP; the look is recorded.

    Raises:
        NotFound: There is none in this file, or the file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work() as uow:
        dispute = await uow.disputes.show(dispute_id)
        require_sight_of_dispute(staff, dispute)
        volume = next((v for v in await uow.documents.volumes_of(dispute_id) if v.id == volume_id), None)
        if volume is None:
            raise NotFound("没有这一卷。")
        await uow.oversight.note_look(staff.id, "archive", dispute_id, desk.now())
        content = await uow.documents.volume_content(volume_id)
        name = f"{dispute.number}-{volume.version}"
        if not as_zip:
            return Attachment(f"{name}.pdf", PDF, content)
        files = [(f"00-{name}.pdf", content)]
        for place, part in enumerate(volume.parts, start=1):
            kept = await _original(uow, dispute_id, part)
            files.append((f"{place:02d}-{part.name}{_ending(kept)}", kept.content))
    return Attachment(f"{name}.zip", _ZIP, await asyncio.to_thread(press.pack, files))


async def list_volumes(desk: FrontDesk, staff: StaffMember, dispute_id: str) -> Sequence[BoundVolume]:
    """Return the bound volumes of a file, the newest first.

    Raises:
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work(reading=True) as uow:
        require_sight_of_dispute(staff, await uow.disputes.show(dispute_id))
        return await uow.documents.volumes_of(dispute_id)


_Part = tuple[VolumePart, str, bytes]
"""A paper without its pages yet, its media type, its content (a PDF where one is kept)."""


async def _contents(uow: UnitOfWork, file: DisputeFile, documents: Sequence[StoredDocument]) -> list[_Part]:
    parts: list[_Part] = []
    for document in documents:
        pdf = await uow.documents.pdf(document.id)
        content = pdf if pdf is not None else await uow.documents.content(document.id)
        kind = PDF if pdf is not None else document.media_type
        remark = "" if document.signing is Signing.NONE else form_words()["signed"][document.signing.value]
        parts.append((VolumePart("document", document.id, document.name, 0, 0, remark), kind, content))
    for item in file.items:
        kept = await uow.files.item(file.dispute.id, item.id)
        if kept is not None:
            parts.append((VolumePart("item", item.id, _item_name(item), 0, 0), item.media_type, kept.content))
    return parts


def _item_name(item: FileItem) -> str:
    stem = item.name.rsplit(".", 1)[0]
    return f"{stem}（{item.note[:40]}）" if item.note else stem


def _bound(press: Press, paper: FileForForms, parts: Sequence[_Part]) -> tuple[bytes, tuple[VolumePart, ...], int]:
    """Number the pages of what can be printed, then make cover, contents and closing note, and bind all."""
    printable = [part for part in parts if part[1] in ENDINGS]
    pdfs = iter(press.to_pdf([(kind, content) for _, kind, content in printable]))
    sheets, placed, last = [], [], 0
    for part, kind, _ in parts:
        if kind not in ENDINGS:
            placed.append(replace(part, remark=form_words()["not_printable"]))
            continue
        pdf = next(pdfs)
        first, last = last + 1, last + press.pages_of(pdf)
        sheets.append(Sheet(part.name, pdf))
        placed.append(replace(part, first=first, last=last))
    lines = tuple(
        ContentsLine(number, part.name, part.pages, part.remark) for number, part in enumerate(placed, start=1)
    )
    whole = replace(paper, volume=replace(paper.volume, pages=last, contents=lines))
    kinds = (FormKind.COVER, FormKind.CONTENTS, FormKind.CLOSING_NOTE)
    words = [press.fill(kind, whole, whole.number, 1).content for kind in kinds]
    cover, contents, note = (
        Sheet(press.form_name(kind), pdf)
        for kind, pdf in zip(kinds, press.to_pdf([(WORD, content) for content in words]), strict=True)
    )
    return press.bind([cover, contents], sheets, [note], paper.volume.title), tuple(placed), last


def _keep_until(today: date, years: int) -> date | None:
    """The last day of the year in which the time ends; None for good."""
    return date(today.year + years, 12, 31) if years else None


async def _original(uow: UnitOfWork, dispute_id: str, part: VolumePart) -> Attachment:
    if part.source == "document":
        document = await uow.documents.show(part.source_id)
        return Attachment(document.file_name, document.media_type, await uow.documents.content(part.source_id))
    kept = await uow.files.item(dispute_id, part.source_id)
    if kept is None:
        raise NotFound("卷里有一个文件已经删除。")
    return kept


def _ending(file: Attachment) -> str:
    _, dot, ending = file.name.rpartition(".")
    return dot + ending if dot and ending.isascii() else ENDINGS.get(file.media_type, "")
