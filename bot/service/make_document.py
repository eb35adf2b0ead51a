"""Making a form of a file, checking the agreement's draft, and keeping what was signed."""

import asyncio
from collections.abc import Sequence

from bot.domain.attachments import Attachment
from bot.domain.dispute_file import DisputeFile
from bot.domain.documents import ENDINGS, PDF, WORD, Signing, StoredDocument
from bot.domain.drafting import Finding, check_draft, signs_on_paper
from bot.domain.file_on_paper import Payer, file_on_paper
from bot.domain.forms import FileForForms, FormKind
from bot.domain.staff import StaffMember
from bot.errors import BadInput, NotFound
from bot.service.document_ports import NewDocument, Press
from bot.service.front_desk import CHINA, FrontDesk
from bot.service.staff_rights import require_sight_of_dispute
from bot.service.trying_again import trying_again
from knowledge.drafting_rules import drafting_rules

BOUND_FORMS = frozenset({FormKind.COVER, FormKind.CONTENTS, FormKind.CLOSING_NOTE})
"""Made when the file is bound, never alone."""
_SIGNED_TYPES = frozenset(ENDINGS) - {WORD}
"""What a signed paper may come as: a scan, or a PDF of a signing service."""


async def make_document(
    desk: FrontDesk,
    press: Press,
    staff: StaffMember,
    dispute_id: str,
    kind: FormKind,
    *,
    subject: str = "",
    payer: Payer = Payer.RESPONDENTS,
) -> StoredDocument:
    """Fill a form from the file and keep it; the same form made again is its next version.

    Args:
        desk: The front desk.
        press: Makes the paper.
        staff: Who makes it.
        dispute_id: The file.
        kind: Which form.
        subject: Which session, investigation or visit, such as `session:2`.
        payer: Which side performs an agreement.

    Raises:
        BadInput: The form is made with the bound file only, or the office's template cannot be filled.
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    if kind in BOUND_FORMS:
        raise BadInput("封面、目录和情况说明在装订成卷时一起生成。")

    async def attempt() -> StoredDocument:
        async with desk.unit_of_work(reading=True) as uow:
            file = await uow.files.show(dispute_id)
            require_sight_of_dispute(staff, file.dispute)
            number, version = _place(await uow.documents.of_dispute(dispute_id), kind, subject)
        values = on_paper(desk, file, kind, subject, payer)
        filled = await asyncio.to_thread(press.fill, kind, values, f"{file.dispute.number}-{number}", version)
        document = NewDocument(
            kind=kind,
            subject=subject,
            number=number,
            version=version,
            name=press.form_name(kind),
            media_type=WORD,
            content=filled.content,
            fingerprint=filled.fingerprint,
            blanks=filled.blanks,
        )
        return await _kept(desk, staff, dispute_id, document)

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def attach_signed(
    desk: FrontDesk, staff: StaffMember, document_id: str, scan: Attachment, signing: Signing, *, parties_agreed: bool
) -> StoredDocument:
    """Keep the signed version of a paper.

    Args:
        desk: The front desk.
        staff: Who attaches it.
        document_id: Any version of the paper.
        scan: A photo or PDF.
        signing: By hand, or electronically.
        parties_agreed: All parties agreed to an electronic signature.

    Raises:
        BadInput: Neither photo nor PDF; or an electronic signature where the law wants it by hand, or without consent.
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    if scan.media_type not in _SIGNED_TYPES:
        raise BadInput("签过字的文书请传扫描件：照片或者 PDF。")
    if signing is Signing.NONE:
        raise BadInput("请选择怎样签的字。")

    async def attempt() -> StoredDocument:
        async with desk.unit_of_work(reading=True) as uow:
            document = await uow.documents.show(document_id)
            file = await uow.files.show(document.dispute_id)
            require_sight_of_dispute(staff, file.dispute)
            versions = [d for d in await uow.documents.of_dispute(document.dispute_id) if d.number == document.number]
        if signing is Signing.ELECTRONIC:
            _require_electronic(file, parties_agreed=parties_agreed)
        signed = NewDocument(
            kind=document.kind,
            subject=document.subject,
            number=document.number,
            version=max(each.version for each in versions) + 1,
            name=document.name,
            media_type=scan.media_type,
            content=scan.content,
            signing=signing,
            pdf=scan.content if scan.media_type == PDF else None,
        )
        return await _kept(desk, staff, document.dispute_id, signed)

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def check_agreement(
    desk: FrontDesk, staff: StaffMember, dispute_id: str, *, payer: Payer = Payer.RESPONDENTS
) -> tuple[Finding, ...]:
    """Check the agreement of a file; none where the file has no agreement.

    Raises:
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work(reading=True) as uow:
        file = await uow.files.show(dispute_id)
        require_sight_of_dispute(staff, file.dispute)
    return findings_of(desk, file, payer)


def findings_of(desk: FrontDesk, file: DisputeFile, payer: Payer = Payer.RESPONDENTS) -> tuple[Finding, ...]:
    """Check the agreement of a file that was read already."""
    if file.agreement is None:
        return ()
    paper = on_paper(desk, file, FormKind.AGREEMENT, "", payer)
    return check_draft(paper.agreement, paper.parties, file.dispute.application.category, desk.today())


def on_paper(desk: FrontDesk, file: DisputeFile, kind: FormKind, subject: str, payer: Payer) -> FileForForms:
    """Return what a form of a file is filled from."""
    organisation = desk.organisation_name(file.dispute.application.organisation_id)
    return file_on_paper(file, organisation, CHINA, kind=kind, subject=subject, payer=payer, today=desk.today())


async def list_documents(desk: FrontDesk, staff: StaffMember, dispute_id: str) -> Sequence[StoredDocument]:
    """Return the papers of a file in all versions.

    Raises:
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work(reading=True) as uow:
        dispute = await uow.disputes.show(dispute_id)
        require_sight_of_dispute(staff, dispute)
        return await uow.documents.of_dispute(dispute_id)


async def read_document(
    desk: FrontDesk, press: Press, staff: StaffMember, dispute_id: str, document_id: str, *, as_pdf: bool
) -> Attachment:
    """Return a paper as it was kept, or as PDF; the look is recorded.

    Raises:
        NotFound: There is none in this file, or the file is not the person's to know.
        NotAllowed: The role works with no files.
        Unavailable: The PDF cannot be made now.
    """
    async with desk.unit_of_work() as uow:
        document = await uow.documents.show(document_id)
        dispute = await uow.disputes.show(dispute_id)
        require_sight_of_dispute(staff, dispute)
        if document.dispute_id != dispute_id:
            raise NotFound("没有这份文书。")
        await uow.oversight.note_look(staff.id, "document", document_id, desk.now())
        content = await uow.documents.content(document_id)
        pdf = await uow.documents.pdf(document_id) if as_pdf else None
    if not as_pdf:
        return Attachment(document.file_name, document.media_type, content)
    if pdf is None:
        pdf = (await asyncio.to_thread(press.to_pdf, [(document.media_type, content)]))[0]
        async with desk.unit_of_work() as uow:
            await uow.documents.keep_pdf(document_id, pdf)
    return Attachment(document.file_name.rsplit(".", 1)[0] + ENDINGS[PDF], PDF, pdf)


def _place(documents: Sequence[StoredDocument], kind: FormKind, subject: str) -> tuple[int, int]:
    """Number and version of a paper about to be made."""
    same = [document for document in documents if (document.kind, document.subject) == (kind, subject)]
    if same:
        return same[0].number, max(document.version for document in same) + 1
    return max((document.number for document in documents), default=0) + 1, 1


def _require_electronic(file: DisputeFile, *, parties_agreed: bool) -> None:
    paper = file_on_paper(file, "", CHINA)
    if signs_on_paper(file.dispute.application.category, paper.agreement):
        rule = drafting_rules().findings["signs_on_paper"]
        raise BadInput(rule.text, hint=rule.article)
    if not parties_agreed:
        raise BadInput("要先由各方当事人约定使用电子签名，才能用。", hint="没有约定的，请打印出来签字后扫描。")


async def _kept(desk: FrontDesk, staff: StaffMember, dispute_id: str, document: NewDocument) -> StoredDocument:
    async with desk.unit_of_work() as uow:
        kept = await uow.documents.add(dispute_id, document, desk.now(), staff.id)
        await uow.oversight.note_look(staff.id, "document_made", kept.id, kept.at)
        return kept
