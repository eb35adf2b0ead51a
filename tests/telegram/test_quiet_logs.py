"""However much is logged, neither the token nor a citizen's words are."""

import logging
from collections.abc import Iterator

import pytest

from bot.web.request_log import set_up_logging
from tests.telegram.bot_api_peer import TOKEN, BotApiPeer, Fault
from tests.telegram.conftest import ANNA, OpenHouse


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {
        name: logger.level
        for name, logger in logging.root.manager.loggerDict.items()
        if isinstance(logger, logging.Logger)
    }
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger):
            logger.setLevel(levels.get(name, logging.NOTSET))


async def test_no_token_and_no_words_in_the_logs(
    open_house: OpenHouse, peer: BotApiPeer, capsys: pytest.CaptureFixture[str], logging_as_before: None
) -> None:
    set_up_logging("debug", "json")
    peer.faults["getMe"].append(Fault(502, {"ok": False, "description": "Bad Gateway"}))
    async with open_house() as house:
        peer.faults["sendMessage"].append(
            Fault(403, {"ok": False, "description": "Forbidden: bot was blocked by the user"})
        )
        await peer.say(ANNA, "我叫王小明，老板拖欠我三个月工资")
        await house.hears(ANNA, "我叫王小明，老板拖欠我三个月工资")
        await peer.update(message={"message_id": "王小明"})
        await house.has_delivered(ANNA)
    logged = capsys.readouterr().err
    assert "telegram: not reachable" in logged
    assert logged.count("\n") >= 4
    for secret in (TOKEN, "42:", "王小明", "工资", str(ANNA)):
        assert secret not in logged, secret
