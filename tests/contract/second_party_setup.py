"""A mediation that has begun: the applicant was asked about the other party."""

from dataclasses import dataclass

import pytest

from bot.dialogue.wording import button
from bot.domain.mediation import JOINT, JointRoom, MediationMove, MediationState
from bot.domain.messages import CitizenAddress, CitizenMessage
from bot.domain.staff import StaffMember
from bot.service.claim_handoff import claim_handoff
from bot.service.read_talk import read_talk
from bot.service.receive_message import receive_message
from bot.service.second_party.answer_invitation import (
    Consents,
    Key,
    accept_invitation,
)
from bot.service.second_party.ask_applicant import ask_applicant
from bot.service.second_party.invite import invite_party
from tests.office_setup import House, waiting_handoff

LAWYERS = "district-lawyer-window"
ANNA, BERT = CitizenAddress("web", "anna"), CitizenAddress("web", "bert")
YES = Consents(to_mediation=True, to_privacy=True)


@dataclass
class Begun:
    """A talk in which the applicant was asked."""

    house: House
    chen: StaffMember
    handoff_id: str

    async def agreed(self) -> "Begun":
        await self.house.say("anna", button("invite_other_side"))
        return self

    async def invited(self) -> tuple[Key, Key]:
        fresh = await invite_party(self.house.desk, self.chen, self.handoff_id)
        return Key(token=fresh.link_token), Key(code=fresh.code)

    async def both(self) -> str:
        """Both take part; returns the respondent's handoff."""
        await self.agreed()
        link, _ = await self.invited()
        mediation = await accept_invitation(self.house.desk, link, BERT, YES, "王老板")
        assert mediation.respondent_handoff_id is not None
        return mediation.respondent_handoff_id

    async def joint(self, account: str, text: str) -> None:
        self.house.clock.go_on(milliseconds=1)
        message = CitizenMessage(
            CitizenAddress("web", account), f"j{next(self.house.numbers)}", text, self.house.clock.now()
        )
        await receive_message(self.house.desk, message, kind=JOINT)

    async def state(self) -> tuple[MediationState, JointRoom, list[MediationMove]]:
        async with self.house.storage.unit_of_work(reading=True) as uow:
            handoff = await uow.handoffs.show(self.handoff_id)
            mediation = await uow.mediations.latest(handoff.conversation_id)
            assert mediation is not None
            history = await uow.mediations.history(mediation.id)
            return mediation.state, mediation.joint, [event.move for event in history]

    async def last(self, address: CitizenAddress) -> str:
        return (await read_talk(self.house.desk, address)).messages[-1].text


@pytest.fixture
async def begun(house: House) -> Begun:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    await ask_applicant(house.desk, chen, handoff_id, about="工资的事", applicant_name="李女士")
    return Begun(house, chen, handoff_id)
