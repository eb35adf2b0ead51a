"""The line above a talk on the plain page, from web_chat_words.yaml."""

from functools import cache
from pathlib import Path

import yaml

from bot.domain.conversation import Holder
from bot.service.read_talk import Talk
from bot.web.names import name_of

FILE = Path(__file__).with_name("web_chat_words.yaml")


@cache
def words() -> dict[str, str]:
    """The phrases; read on the first call."""
    loaded: dict[str, str] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


def holder_words(talk: Talk) -> str:
    """Who speaks now, and the place in the queue."""
    if not talk.messages:
        return ""
    said = words()
    if talk.holder is Holder.STAFF_MEMBER and talk.staff_name:
        role = name_of("role", talk.staff_role.value) if talk.staff_role else ""
        return said["staff"].format(name=talk.staff_name, role=role)
    if talk.emergency:
        return said["emergency"]
    line = said[talk.holder.value]
    if talk.holder is Holder.STAFF_QUEUE and talk.queue_position:
        line += said["position"].format(position=talk.queue_position)
        if talk.estimate_minutes:
            line += said["estimate"].format(minutes=talk.estimate_minutes)
    return line
