"""Everything the page of a file's papers shows, in one look; the look is recorded."""

from dataclasses import dataclass

from bot.domain.archive_list import missing_papers, wanted_forms
from bot.domain.dispute_file import DisputeFile
from bot.domain.documents import BoundVolume, StoredDocument
from bot.domain.drafting import Finding, signs_on_paper
from bot.domain.file_on_paper import file_on_paper
from bot.domain.forms import FormKind
from bot.domain.staff import StaffMember
from bot.service.bind_file import gap_words
from bot.service.document_ports import Press
from bot.service.front_desk import CHINA, FrontDesk
from bot.service.make_document import BOUND_FORMS, findings_of
from bot.service.staff_rights import require_sight_of_dispute


@dataclass(frozen=True, slots=True)
class FormToMake:
    """A form that can be made; `subject` where a file has several; `wanted` fits the file and is not made yet."""

    kind: FormKind
    subject: str
    name: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers of a file.

    Attributes:
        file: The file.
        documents: Its papers, of each the versions newest first.
        to_make: Forms that can be made; those that fit come first.
        missing: What the list of the archive asks for and is not there, in words.
        findings: What the drafting check found in the agreement.
        on_paper_only: Whether an electronic signature is barred (电子签名法 3).
        volumes: Bound volumes, newest first.
    """

    file: DisputeFile
    documents: tuple[tuple[StoredDocument, ...], ...]
    to_make: tuple[FormToMake, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    on_paper_only: bool
    volumes: tuple[BoundVolume, ...]


async def read_papers(desk: FrontDesk, press: Press, staff: StaffMember, dispute_id: str) -> Papers:
    """Read them.

    Raises:
        NotFound: The file is not the person's to know.
        NotAllowed: The role works with no files.
    """
    async with desk.unit_of_work() as uow:
        file = await uow.files.show(dispute_id)
        require_sight_of_dispute(staff, file.dispute)
        await uow.oversight.note_look(staff.id, "dispute", dispute_id, desk.now())
        documents = await uow.documents.of_dispute(dispute_id)
        volumes = await uow.documents.volumes_of(dispute_id)
    by_number: dict[int, list[StoredDocument]] = {}
    for document in documents:
        by_number.setdefault(document.number, []).insert(0, document)
    paper = file_on_paper(file, "", CHINA)
    return Papers(
        file=file,
        documents=tuple(tuple(versions) for versions in by_number.values()),
        to_make=_to_make(press, file, {(document.kind, document.subject) for document in documents}),
        missing=tuple(gap_words(press, gap) for gap in missing_papers(file, documents)),
        findings=findings_of(desk, file),
        on_paper_only=signs_on_paper(file.dispute.application.category, paper.agreement),
        volumes=tuple(volumes),
    )


def _to_make(press: Press, file: DisputeFile, made: set[tuple[FormKind, str]]) -> tuple[FormToMake, ...]:
    several = {
        FormKind.MEDIATION_RECORD: ("session", len(file.sessions)),
        FormKind.INVESTIGATION: ("investigation", len(file.investigations)),
        FormKind.FOLLOW_UP: ("visit", len(file.visits)),
    }
    fitting = wanted_forms(file)
    forms = []
    for kind in (kind for kind in FormKind if kind not in BOUND_FORMS):
        what, count = several.get(kind, ("", 0))
        for number in range(1, count + 1) if count else (0,):
            subject = f"{what}:{number}" if number else ""
            name = press.form_name(kind) + (f"（{number}）" if count > 1 else "")
            wanted = kind in fitting and (kind, subject) not in made
            forms.append(FormToMake(kind, subject, name, wanted))
    order = {kind: place for place, kind in enumerate(fitting)}
    return tuple(sorted(forms, key=lambda form: (not form.wanted, order.get(form.kind, len(order)))))
