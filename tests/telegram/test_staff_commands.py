"""A member of staff asks for cases in his own chat; to everybody else the same words are a message."""

import re

from bot.channels.telegram_staff import StaffCommand, staff_command
from bot.service.manage_staff import disable_staff
from tests.telegram.bot_api_peer import BotApiPeer
from tests.telegram.conftest import ANNA, OpenHouse

CHEN = 7002


def test_what_is_a_command_of_staff() -> None:
    assert staff_command("/cases@fengqiao_bot 楼上漏水\n不肯赔") == StaffCommand("cases", "楼上漏水\n不肯赔")
    assert staff_command("/案例 楼上漏水") == StaffCommand("cases", "楼上漏水")
    assert staff_command("/LINK  abc ") == StaffCommand("link", "abc")
    assert staff_command("/cases") == StaffCommand("cases", "")
    assert [staff_command(text) for text in ("cases 漏水", "/", "/human", "案例")] == [None] * 4


async def test_linking_by_a_code_and_asking_for_cases(open_house: OpenHouse, peer: BotApiPeer) -> None:
    async with open_house() as house:
        chen = await house.staff("陈静")
        page = await (await chen.get("/console/accounts")).text()
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token is not None
        shown = await (await chen.post("/console/accounts/code", data={"csrf": token[1]})).text()
        code = re.search(r'value="(/link [^"]+)"', shown)
        assert code is not None

        await peer.say(CHEN, "/link wrong")
        await peer.wait_for(CHEN, "绑定码不对")
        await peer.say(CHEN, code[1])
        await peer.wait_for(CHEN, "好了，陈静")
        await peer.say(CHEN, "/案例 楼上漏水泡了天花板\n不肯赔")
        answer = await peer.wait_for(CHEN, "1. ")
        assert answer["text"].count("示例案例（为说明而编写，并非真实案件）") == 3
        assert await house.talk(CHEN) == (), "nothing of it is a citizen's talk"
        assert "已经绑定" in await (await chen.get("/console/accounts")).text()

        await peer.say(ANNA, code[1])
        await peer.wait_for(ANNA, "绑定码不对")
        assert await house.talk(ANNA) == ()
        await peer.say(ANNA, "/cases 楼上漏水泡了天花板，不肯赔")
        await house.hears(ANNA, "cases 楼上漏水泡了天花板，不肯赔")

        await disable_staff(house.desk, "陈静")
        await peer.say(CHEN, "/cases 拖欠工资")
        await house.hears(CHEN, "cases 拖欠工资")
