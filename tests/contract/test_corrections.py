"""What people put right: kept with its reason, and given back as training rows."""

import pytest

from bot.domain.messages import CitizenAddress
from bot.errors import BadInput
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.correct_triage import correct_triage
from bot.service.erase_citizen import erase_citizen
from bot.service.export_corrections import export_corrections
from bot.service.read_handoff import read_handoff
from nlp.findings import Risk
from tests.office_setup import House, waiting_handoff

ANNA = CitizenAddress("web", "anna")


async def test_a_person_corrects_the_triage_with_a_reason(house: House) -> None:
    chen = await house.staff("陈静")
    await house.say("anna", "老板欠薪")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    with pytest.raises(BadInput):
        await correct_triage(house.desk, chen, handoff_id, category="family", reason=" ")
    with pytest.raises(BadInput):
        await correct_triage(house.desk, chen, handoff_id, category="nonsense", reason="看错")
    with pytest.raises(BadInput):
        await correct_triage(house.desk, chen, handoff_id, reason="看错")
    changed = await correct_triage(
        house.desk,
        chen,
        handoff_id,
        category="labour",
        subtype="unpaid_wages",
        facts={"months": 4},
        risk="orange",
        reason="当事人说四个月",
    )
    assert (changed.risk, changed.brief["category"]) == (Risk.ORANGE, "labour")
    view = await read_handoff(house.desk, chen, handoff_id)
    assert view.conversation.subject.facts["months"].value == 4
    assert view.corrections[0].after["facts"] == {"months": 4}
    assert view.corrections[0].reason == "当事人说四个月"
    await correct_triage(house.desk, chen, handoff_id, facts={"months": None}, reason="没有这回事")
    assert (await read_handoff(house.desk, chen, handoff_id)).conversation.subject.facts == {}


async def test_corrections_become_training_rows_without_personal_data_and_without_erased_talks(house: House) -> None:
    chen = await house.staff("陈静")
    assert await export_corrections(house.desk) == []
    await house.say("anna", "老板欠薪，我电话 13800000000")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    await correct_triage(house.desk, chen, handoff_id, category="family", reason="先看成家事")
    await correct_triage(house.desk, chen, handoff_id, category="labour", subtype="unpaid_wages", reason="是欠薪")
    rows = await export_corrections(house.desk)
    assert [(row["category"], row["subtype"]) for row in rows] == [("labour", "unpaid_wages")]
    assert "老板欠薪" in rows[0]["text"]
    assert "13800000000" not in rows[0]["text"]
    await close_handoff(house.desk, chen, handoff_id, "answered")
    await erase_citizen(house.desk, ANNA)
    assert await export_corrections(house.desk) == []
