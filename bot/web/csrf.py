"""Forms of the console carry a token bound to the session; a form of another site cannot know it."""

from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from bot.errors import NotAllowed
from bot.web.keys import SIGNER

FIELD = "csrf"
PURPOSE = "csrf"


def csrf_token(request: web.Request, session: str) -> str:
    """The token for forms of this session."""
    return request.config_dict[SIGNER].signature(PURPOSE, session)


async def read_form(request: web.Request, session: str) -> MultiDictProxy[Any]:
    """The fields of a form whose token fits the session.

    Raises:
        NotAllowed: the token is missing or of another session.
    """
    form = await request.post()
    if not request.config_dict[SIGNER].matches(PURPOSE, session, str(form.get(FIELD, ""))):
        raise NotAllowed("这个页面放得太久了，请刷新后再提交。")
    return form
