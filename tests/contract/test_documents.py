"""Papers of a real file: made, signed, bound, kept, and looked at only by those who may."""

import hashlib
import shutil
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from bot.domain.attachments import Attachment
from bot.domain.documents import PDF, Signing
from bot.domain.file_on_paper import Payer
from bot.domain.forms import FormKind
from bot.domain.staff import Role, StaffMember
from bot.errors import BadInput, Conflict, NotAllowed, NotFound
from bot.paper.press import PaperPress
from bot.service.attach_to_file import attach_to_file
from bot.service.bind_file import bind_file, list_volumes, papers_missing, read_volume
from bot.service.make_document import attach_signed, check_agreement, list_documents, make_document, read_document
from bot.service.register_walk_in import register_walk_in
from tests.contract.test_disputes import APPLICATION
from tests.contract.test_docket import ROAD, walk
from tests.office_setup import ROOM, WINDOW, House

PRESS = PaperPress()
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def photo() -> Attachment:
    out = BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG")
    return Attachment("签字页.jpg", "image/jpeg", out.getvalue())


async def settled(house: House, **forms: Any) -> tuple[StaffMember, str]:
    chen = await house.staff("陈静")
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    await walk(house, chen, dispute.id, *ROAD, **forms)
    return chen, dispute.id


async def closed(house: House) -> tuple[StaffMember, str]:
    chen, dispute_id = await settled(house)
    paid = {"instalment": 1, "paid": ""}
    await walk(house, chen, dispute_id, "perform_part", perform_part=paid)
    await walk(house, chen, dispute_id, "perform_part", perform_part={**paid, "instalment": 2})
    await walk(house, chen, dispute_id, "perform", "visit")
    return chen, dispute_id


async def test_a_form_is_made_from_the_file_and_numbered(house: House) -> None:
    chen, dispute_id = await settled(house)
    first = await make_document(house.desk, PRESS, chen, dispute_id, FormKind.APPLICATION)
    paper = await make_document(house.desk, PRESS, chen, dispute_id, FormKind.AGREEMENT, payer=Payer.APPLICANTS)
    again = await make_document(house.desk, PRESS, chen, dispute_id, FormKind.AGREEMENT)
    assert [(d.number, d.version, d.kind) for d in (first, paper, again)] == [
        (1, 1, FormKind.APPLICATION),
        (2, 1, FormKind.AGREEMENT),
        (2, 2, FormKind.AGREEMENT),
    ]
    assert paper.fingerprint != again.fingerprint
    kept = await read_document(house.desk, PRESS, chen, dispute_id, again.id, as_pdf=False)
    assert hashlib.sha256(kept.content).hexdigest() == again.sha256
    document = Document(BytesIO(kept.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert APPLICATION.applicant_name in cells
    assert any(again.fingerprint in paragraph.text for paragraph in document.sections[0].footer.paragraphs)
    assert len(await list_documents(house.desk, chen, dispute_id)) == 3


async def test_each_session_has_its_own_record(house: House) -> None:
    chen, dispute_id = await settled(house)
    one = await make_document(house.desk, PRESS, chen, dispute_id, FormKind.MEDIATION_RECORD, subject="session:1")
    asked = await make_document(house.desk, PRESS, chen, dispute_id, FormKind.INVESTIGATION, subject="investigation:1")
    assert one.number != asked.number
    for kind in (FormKind.COVER, FormKind.CONTENTS, FormKind.CLOSING_NOTE):
        with pytest.raises(BadInput, match="装订"):
            await make_document(house.desk, PRESS, chen, dispute_id, kind)


async def test_strangers_see_no_paper_and_each_look_is_recorded(house: House) -> None:
    chen, dispute_id = await settled(house)
    stranger = await house.staff("外人", organisation=WINDOW)
    auditor = await house.staff("审计", Role.AUDITOR, ROOM, here=False)
    paper = await make_document(house.desk, PRESS, chen, dispute_id, FormKind.APPLICATION)
    other = await register_walk_in(house.desk, chen, APPLICATION)
    for call in (
        make_document(house.desk, PRESS, stranger, dispute_id, FormKind.APPLICATION),
        read_document(house.desk, PRESS, stranger, dispute_id, paper.id, as_pdf=False),
        attach_signed(house.desk, stranger, paper.id, photo(), Signing.ON_PAPER, parties_agreed=False),
        list_documents(house.desk, stranger, dispute_id),
        bind_file(house.desk, PRESS, stranger, dispute_id),
        list_volumes(house.desk, stranger, dispute_id),
        read_document(house.desk, PRESS, chen, other.id, paper.id, as_pdf=False),
        read_volume(house.desk, PRESS, chen, dispute_id, "nothing", as_zip=True),
    ):
        with pytest.raises(NotFound):
            await call
    with pytest.raises(NotAllowed):
        await list_documents(house.desk, auditor, dispute_id)
    house.clock.go_on(seconds=1)
    since = house.clock.now()
    await read_document(house.desk, PRESS, chen, dispute_id, paper.id, as_pdf=False)
    async with house.storage.unit_of_work(reading=True) as uow:
        assert [(who, what, which) for _, who, what, which in await uow.oversight.looks(since=since)] == [
            (chen.id, "document", paper.id)
        ]


async def test_an_electronic_signature_only_where_the_law_allows_it(house: House) -> None:
    chen, dispute_id = await settled(house)
    paper = await make_document(house.desk, PRESS, chen, dispute_id, FormKind.AGREEMENT)
    sign = (house.desk, chen, paper.id)
    with pytest.raises(BadInput, match="约定使用电子签名"):
        await attach_signed(*sign, photo(), Signing.ELECTRONIC, parties_agreed=False)
    with pytest.raises(BadInput, match="扫描件"):
        await attach_signed(*sign, Attachment("a.txt", "text/plain", b"a"), Signing.ON_PAPER, parties_agreed=True)
    signed = await attach_signed(*sign, photo(), Signing.ELECTRONIC, parties_agreed=True)
    assert (signed.number, signed.version, signed.signing) == (paper.number, 2, Signing.ELECTRONIC)
    will = {"agree": {"terms": "遗产房屋由双方各得一半。"}}
    dispute = await register_walk_in(house.desk, chen, APPLICATION)
    await walk(house, chen, dispute.id, *ROAD, **will)
    paper = await make_document(house.desk, PRESS, chen, dispute.id, FormKind.AGREEMENT)
    with pytest.raises(BadInput, match="不用电子签名") as refused:
        await attach_signed(house.desk, chen, paper.id, photo(), Signing.ELECTRONIC, parties_agreed=True)
    assert "电子签名法" in refused.value.hint
    assert await attach_signed(house.desk, chen, paper.id, photo(), Signing.ON_PAPER, parties_agreed=False)


async def test_the_agreement_of_a_file_is_checked(house: House) -> None:
    chen, dispute_id = await settled(house, agree={"terms": "双方自愿离婚。", "default_clause": ""})
    found = {finding.code for finding in await check_agreement(house.desk, chen, dispute_id)}
    assert {"identity", "default_missing"} <= found
    fresh = await register_walk_in(house.desk, chen, APPLICATION)
    assert await check_agreement(house.desk, chen, fresh.id) == ()


async def test_a_file_that_is_not_over_or_not_whole_is_not_bound(house: House) -> None:
    chen, dispute_id = await settled(house)
    with pytest.raises(Conflict, match="还没有结束"):
        await bind_file(house.desk, PRESS, chen, dispute_id, remarks="急用")
    missing = await papers_missing(house.desk, PRESS, chen, dispute_id)
    assert any("人民调解协议书" in gap and "第二十七条" in gap for gap in missing)
    paid = {"instalment": 1, "paid": ""}
    await walk(house, chen, dispute_id, "perform_part", perform_part=paid)
    await walk(house, chen, dispute_id, "perform_part", perform_part={**paid, "instalment": 2})
    await walk(house, chen, dispute_id, "perform")
    with pytest.raises(BadInput, match="卷内还缺"):
        await bind_file(house.desk, PRESS, chen, dispute_id)
    with pytest.raises(BadInput, match="最多"):
        await bind_file(house.desk, PRESS, chen, dispute_id, remarks="长" * 2001)


@needs_office
async def test_a_file_is_bound_with_its_papers_scans_and_recordings(house: House) -> None:
    chen, dispute_id = await closed(house)
    await attach_to_file(house.desk, chen, dispute_id, photo(), kind="photo", note="漏水处")
    house.clock.go_on(seconds=1)
    voice = Attachment("录音.mp3", "audio/mpeg", b"ID3 voice")
    await attach_to_file(house.desk, chen, dispute_id, voice, kind="voice")
    for kind in (FormKind.APPLICATION, FormKind.AGREEMENT, FormKind.MEDIATION_RECORD):
        paper = await make_document(house.desk, PRESS, chen, dispute_id, kind)
    agreement = next(d for d in await list_documents(house.desk, chen, dispute_id) if d.kind is FormKind.AGREEMENT)
    await attach_signed(house.desk, chen, agreement.id, photo(), Signing.ON_PAPER, parties_agreed=False)
    pdf = await read_document(house.desk, PRESS, chen, dispute_id, paper.id, as_pdf=True)
    assert (pdf.media_type, pdf.content[:5]) == (PDF, b"%PDF-")
    volume = await bind_file(house.desk, PRESS, chen, dispute_id, remarks="告知书当事人带走一份。", years=10)
    assert [(part.name, part.pages) for part in volume.parts] == [
        ("人民调解申请书", "1"),
        ("人民调解记录", "2"),
        ("人民调解协议书", "3"),
        ("签字页（漏水处）", "4"),
        ("录音", ""),
    ]
    assert [part.remark for part in volume.parts] == ["", "", "签字扫描件", "", "见电子卷（不能打印）"]
    assert (volume.pages, volume.version, str(volume.keep_until)) == (4, 1, "2036-12-31")
    bound = await read_volume(house.desk, PRESS, chen, dispute_id, volume.id, as_zip=False)
    reader = PdfReader(BytesIO(bound.content))
    assert [entry.title for entry in reader.outline][:3] == ["卷宗封面", "卷内目录", "人民调解申请书"]
    assert len(reader.pages) == 4 + 3
    last = reader.pages[-1].extract_text()
    assert "告知书当事人带走一份" in last
    assert "缺《人民调解受理登记表》" in last.replace("\n", "")
    packed = zipfile.ZipFile(
        BytesIO((await read_volume(house.desk, PRESS, chen, dispute_id, volume.id, as_zip=True)).content)
    )
    assert len(packed.namelist()) == 1 + 5 + 1
    assert packed.read("05-录音.mp3") == b"ID3 voice"
    for line in packed.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest
