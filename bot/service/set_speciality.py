"""For which kinds of dispute and for whom somebody is prepared; the operator says so, with a command."""

from collections.abc import Collection
from dataclasses import replace

from bot.domain.routing import NEEDS
from bot.errors import BadInput
from bot.service.duty_ports import NO_PROFILE, DutyEvent, DutyProfile
from bot.service.front_desk import Office
from bot.service.manage_staff import staff_called
from nlp.taxonomy import MEDIABLE


async def set_speciality(
    office: Office, name: str, *, categories: Collection[str] | None = None, needs: Collection[str] | None = None
) -> DutyProfile:
    """Say what somebody is for; waiting talks of that kind are offered to him before others.

    Args:
        office: where.
        name: his name.
        categories: codes of mediable categories; empty: all of them; None leaves them as they are.
        needs: whom he is prepared for, codes of `NEEDS`; empty: nobody in particular; None leaves them as they are.

    Raises:
        NotFound: Nobody has this name.
        BadInput: There is no such category or need.
    """
    _require_known(categories or (), MEDIABLE, "纠纷类型")
    _require_known(needs or (), NEEDS, "需要")
    async with office.unit_of_work() as uow:
        person = await staff_called(uow, name)
        profile = (await uow.duty.profiles([person.id])).get(person.id, NO_PROFILE)
        if categories is not None:
            profile = replace(profile, categories=frozenset(categories))
        if needs is not None:
            profile = replace(profile, needs=frozenset(needs))
        await uow.duty.set_profile(person.id, profile)
        details = {"categories": sorted(profile.categories), "needs": sorted(profile.needs)}
        await uow.duty.note(DutyEvent(office.now(), None, person.id, "speciality", details))
        uow.announce(f"staff:{person.id}", *(f"queue:{organisation}" for organisation in sorted(person.organisations)))
        return profile


def _require_known(codes: Collection[str], known: Collection[str], what: str) -> None:
    unknown = sorted(set(codes) - set(known))
    if unknown:
        raise BadInput(f"没有这种{what}：{'、'.join(unknown)}。", hint="可以用：" + "、".join(sorted(known)))
