"""Papers and volumes on both databases: versions, content, and that nobody writes the same version twice."""

import hashlib
from datetime import date

import pytest

from bot.domain.documents import WORD, Signing, VolumePart
from bot.domain.forms import FormKind
from bot.errors import NotFound, StaleConversation
from bot.service.document_ports import NewDocument
from tests.office_setup import House

PAPER = NewDocument(FormKind.AGREEMENT, "", 1, 1, "人民调解协议书", WORD, b"PK word", "AAAA", ("登记人",))


async def a_dispute(house: House) -> str:
    await house.say("anna", "申请调解")
    async with house.storage.unit_of_work(reading=True) as uow:
        return (await uow.disputes.of_organisations(None))[0].id


async def test_a_paper_comes_back_as_it_was_kept(house: House) -> None:
    dispute_id = await a_dispute(house)
    anna = await house.staff("王调解")
    async with house.storage.unit_of_work() as uow:
        kept = await uow.documents.add(dispute_id, PAPER, house.desk.now(), anna.id)
    async with house.storage.unit_of_work(reading=True) as uow:
        assert await uow.documents.show(kept.id) == kept
        assert await uow.documents.content(kept.id) == b"PK word"
        assert await uow.documents.pdf(kept.id) is None
    assert kept.sha256 == hashlib.sha256(b"PK word").hexdigest()
    assert (kept.kind, kept.blanks, kept.staff_name, kept.signing) == (
        FormKind.AGREEMENT,
        ("登记人",),
        "王调解",
        Signing.NONE,
    )
    assert kept.file_name == "01-人民调解协议书-v1.docx"


async def test_the_first_pdf_stays(house: House) -> None:
    dispute_id = await a_dispute(house)
    async with house.storage.unit_of_work() as uow:
        kept = await uow.documents.add(dispute_id, PAPER, house.desk.now(), None)
        await uow.documents.keep_pdf(kept.id, b"%PDF one")
        await uow.documents.keep_pdf(kept.id, b"%PDF two")
        assert await uow.documents.pdf(kept.id) == b"%PDF one"


async def test_one_version_is_written_once(house: House) -> None:
    dispute_id = await a_dispute(house)
    async with house.storage.unit_of_work() as uow:
        await uow.documents.add(dispute_id, PAPER, house.desk.now(), None)
    with pytest.raises(StaleConversation):
        async with house.storage.unit_of_work() as uow:
            await uow.documents.add(dispute_id, PAPER, house.desk.now(), None)


async def test_what_does_not_exist_is_not_found(house: House) -> None:
    async with house.storage.unit_of_work(reading=True) as uow:
        for reading in (uow.documents.show, uow.documents.content, uow.documents.volume_content):
            with pytest.raises(NotFound):
                await reading("nothing")
        assert await uow.documents.of_dispute("nothing") == []


async def test_binding_again_is_the_next_version(house: House) -> None:
    dispute_id = await a_dispute(house)
    parts = (VolumePart("document", "x", "人民调解协议书", 1, 2), VolumePart("item", "y", "录音", 0, 0, "见光盘"))
    async with house.storage.unit_of_work() as uow:
        for content in (b"%PDF first", b"%PDF second"):
            await uow.documents.add_volume(
                dispute_id,
                content,
                parts,
                pages=2,
                remarks="没有缺漏。",
                keep_until=date(2036, 11, 25),
                at=house.desk.now(),
                staff_id=None,
            )
    async with house.storage.unit_of_work(reading=True) as uow:
        second, first = await uow.documents.volumes_of(dispute_id)
        assert await uow.documents.volume_content(first.id) == b"%PDF first"
    assert (second.version, first.version) == (2, 1)
    assert second.parts == parts
    assert [part.pages for part in parts] == ["1-2", ""]
    assert second.keep_until == date(2036, 11, 25)
