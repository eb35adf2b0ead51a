"""A one-time link and a short code that open the invitation; they are shown once and kept as hashes only.

The short code has two parts: the first four characters say which invitation, the other eight are the secret. So a wrong
code is counted against the invitation it aims at, and a few make that one worthless.
"""

import asyncio
import hashlib
import re
import secrets
from dataclasses import dataclass
from uuid import uuid4

from bot.dialogue.wording import reply
from bot.domain.mediation import Invitation, MediationMove, MediationState, Side
from bot.domain.staff import StaffMember
from bot.errors import Conflict
from bot.service.access_secrets import fingerprint, new_secret
from bot.service.front_desk import FrontDesk
from bot.service.second_party.rights import lock_held, require_mediable
from bot.service.second_party.telling import by_staff, step, tell_side, wake_staff
from bot.service.trying_again import trying_again

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No characters that are read or heard as another (0 and O, 1 and I and L, U and V)."""
_NUMBER, _SECRET = 4, 8


@dataclass(frozen=True, slots=True)
class FreshInvitation:
    """What the mediator passes on; nobody can read it again later."""

    link_token: str
    code: str
    invitation: Invitation


async def invite_party(desk: FrontDesk, staff: StaffMember, handoff_id: str) -> FreshInvitation:
    """Make an invitation; an older one that was not used becomes worthless.

    Raises:
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
        NotMediable: It has become dangerous meanwhile.
        Conflict: The applicant has not agreed, or the other side takes part already.
    """
    number, secret = _characters(_NUMBER), _characters(_SECRET)
    token = new_secret()
    code_hash = await code_fingerprint(number, secret)

    async def attempt() -> FreshInvitation:
        async with desk.unit_of_work() as uow:
            held = await lock_held(uow, staff, handoff_id)
            require_mediable(held.handoff, held.talk.conversation)
            mediation = held.mediation
            if mediation.state is MediationState.ASKING:
                raise Conflict("申请人还没有同意邀请对方。")
            if mediation.state is MediationState.TALKING:
                raise Conflict("对方已经在谈话里了。")
            now = desk.now()
            expires_at = now + desk.settings.invitation_lifetime
            invitation = Invitation(uuid4().hex, mediation.id, number, code_hash, staff.id, expires_at)
            event = by_staff(now, MediationMove.INVITED, staff.id)
            if mediation.state is MediationState.UNREACHABLE:
                mediation = await step(uow, mediation, MediationState.PREPARING, event)
            else:
                await uow.mediations.note(mediation.id, event)
            await uow.mediations.invite(invitation, fingerprint(token), now)
            await tell_side(uow, mediation, Side.APPLICANT, reply("party_invited"), now)
            await wake_staff(uow, mediation)
            return FreshInvitation(token, spoken(number + secret), invitation)

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def revoke_invitation(desk: FrontDesk, staff: StaffMember, handoff_id: str, reason: str = "") -> bool:
    """Make the standing invitation worthless; whether there was one.

    Raises:
        NotFound: Nothing of the kind is going on here.
        NotAllowed: Somebody else holds the talk.
    """

    async def attempt() -> bool:
        async with desk.unit_of_work() as uow:
            held = await lock_held(uow, staff, handoff_id)
            now = desk.now()
            revoked = await uow.mediations.revoke(held.mediation.id, now)
            if revoked:
                event = by_staff(now, MediationMove.REVOKED, staff.id, reason.strip())
                await uow.mediations.note(held.mediation.id, event)
                await wake_staff(uow, held.mediation)
            return revoked

    return await trying_again(attempt, desk.settings.tries_on_conflict)


async def code_fingerprint(number: str, secret: str) -> str:
    """What is kept of a short code. It has little entropy, so the hash is slow on purpose (some 50 ms)."""
    made = await asyncio.to_thread(
        hashlib.scrypt, secret.encode(), salt=number.encode(), n=2**14, r=8, p=1, maxmem=2**26, dklen=32
    )
    return made.hex()


def parts_of_code(code: str) -> tuple[str, str] | None:
    """Number and secret of a code as somebody types it; None where it cannot be one."""
    plain = re.sub(r"[\s\-－—–_.]", "", code.upper().translate(_FULL_WIDTH))
    if len(plain) != _NUMBER + _SECRET or not set(plain) <= set(ALPHABET):
        return None
    return plain[:_NUMBER], plain[_NUMBER:]


def spoken(code: str) -> str:
    """The code in groups of four, as it is read out."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


_FULL_WIDTH = {
    ord(wide): narrow for wide, narrow in zip(map(chr, range(0xFF01, 0xFF5F)), map(chr, range(0x21, 0x7F)), strict=True)
}


def _characters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))
