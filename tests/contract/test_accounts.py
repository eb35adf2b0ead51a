"""Sign-in links, sessions, presence, keys of programs."""

import pytest

from bot.domain.staff import Role
from bot.errors import BadInput, Conflict, NotAllowed, NotFound, NotSignedIn
from bot.service.api_keys import add_api_key, disable_api_key, key_of, list_api_keys
from bot.service.manage_staff import add_staff, disable_staff, enable_staff, issue_sign_in, list_staff
from bot.service.queue_place import present_staff
from bot.service.renew_link import renew_link
from bot.service.set_presence import colleagues_present, presence_of, set_presence
from bot.service.sign_in import sign_in
from bot.service.sign_out import sign_out
from bot.service.who_is import who_is
from tests.office_setup import ROOM, House


async def test_a_link_works_once_and_the_session_until_it_ends(house: House) -> None:
    await add_staff(house.desk, "陈静", Role.MEDIATOR, ROOM)
    token = await issue_sign_in(house.desk, "陈静")
    session = await sign_in(house.desk, token)
    assert (session.staff.name, session.staff.role) == ("陈静", Role.MEDIATOR)
    with pytest.raises(NotSignedIn):
        await sign_in(house.desk, token)
    assert (await who_is(house.desk, session.session_token)).id == session.staff.id
    second = await sign_in(house.desk, await renew_link(house.desk, session.staff))
    await sign_out(house.desk, session.session_token)
    with pytest.raises(NotSignedIn):
        await who_is(house.desk, session.session_token)
    assert (await who_is(house.desk, second.session_token)).id == session.staff.id
    house.clock.go_on(hours=12)
    with pytest.raises(NotSignedIn):
        await who_is(house.desk, second.session_token)


async def test_old_and_replaced_links_are_void(house: House) -> None:
    await add_staff(house.desk, "陈静", Role.MEDIATOR, ROOM)
    first = await issue_sign_in(house.desk, "陈静")
    second = await issue_sign_in(house.desk, "陈静")
    with pytest.raises(NotSignedIn):
        await sign_in(house.desk, first)
    house.clock.go_on(hours=24)
    for token in (second, "", "nonsense", "\ud800"):
        with pytest.raises(NotSignedIn):
            await sign_in(house.desk, token)
    with pytest.raises(NotFound):
        await issue_sign_in(house.desk, "没有这个人")


async def test_no_secret_is_stored_in_clear(house: House) -> None:
    from tests.contract.test_erasure import _found

    await add_staff(house.desk, "陈静", Role.MEDIATOR, ROOM)
    token = await issue_sign_in(house.desk, "陈静")
    session = await sign_in(house.desk, token)
    key = await add_api_key(house.desk, "法院")
    for secret in (token, session.session_token, key):
        assert await _found(house, secret) == []


async def test_a_disabled_person_is_out_at_once(house: House) -> None:
    chen = await house.staff("陈静")
    session = await sign_in(house.desk, await issue_sign_in(house.desk, "陈静"))
    link = await issue_sign_in(house.desk, "陈静")
    assert (await disable_staff(house.desk, "陈静")).disabled
    with pytest.raises(NotSignedIn):
        await who_is(house.desk, session.session_token)
    with pytest.raises(NotSignedIn):
        await sign_in(house.desk, link)
    with pytest.raises(NotAllowed):
        await renew_link(house.desk, chen)
    async with house.storage.unit_of_work(reading=True) as uow:
        assert await present_staff(uow, house.desk.settings, house.clock.now()) == []
    assert not (await enable_staff(house.desk, "陈静")).disabled
    with pytest.raises(Conflict):
        await add_staff(house.desk, "陈静", Role.LAWYER, ROOM)
    with pytest.raises(BadInput):
        await add_staff(house.desk, " ", Role.LAWYER, ROOM)
    assert [s.name for s in await list_staff(house.desk)] == ["陈静"]


async def test_presence_ends_with_silence_and_pauses(house: House) -> None:
    chen = await house.staff("陈静")
    assert [s.name for s in await colleagues_present(house.desk, ROOM)] == ["陈静"]
    house.clock.go_on(seconds=89)
    assert len(await colleagues_present(house.desk, ROOM)) == 1
    house.clock.go_on(seconds=1)
    assert await colleagues_present(house.desk, ROOM) == ()
    known = await presence_of(house.desk, chen)
    assert known is not None
    assert not known.present
    assert (await set_presence(house.desk, chen, present=True, accepting=False)).accepting is False
    assert await colleagues_present(house.desk, ROOM) == ()
    assert (await set_presence(house.desk, chen, present=True)).accepting is False  # a heartbeat keeps the pause
    assert (await set_presence(house.desk, chen, present=True, accepting=True)).accepting
    auditor = await house.staff("审计", Role.AUDITOR, here=False)
    with pytest.raises(NotAllowed):
        await set_presence(house.desk, auditor, present=True)


async def test_keys_of_programs(house: House) -> None:
    key = await add_api_key(house.desk, "法院")
    known = await key_of(house.desk, key)
    assert known is not None
    assert known.name == "法院"
    assert await key_of(house.desk, key + "x") is None
    with pytest.raises(Conflict):
        await add_api_key(house.desk, "法院")
    await disable_api_key(house.desk, "法院")
    assert await key_of(house.desk, key) is None
    assert [k.disabled for k in await list_api_keys(house.desk)] == [True]
    with pytest.raises(NotFound):
        await disable_api_key(house.desk, "没有")
