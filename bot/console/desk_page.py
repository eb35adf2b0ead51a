"""GET /console: the desk with its three panes; the lists and talks come over the API."""

from aiohttp import web

from bot.console.session import console_page, signed_in
from bot.domain.staff import Action
from bot.errors import NotAllowed
from bot.web.keys import ROOM
from bot.web.names import names
from nlp.taxonomy import taxonomy


async def show_desk(request: web.Request) -> web.StreamResponse:
    """The desk; whoever has no queue is sent to his own page."""
    try:
        who = await signed_in(request, Action.SEE_QUEUE)
    except NotAllowed:
        raise web.HTTPSeeOther("/console/me") from None
    room = request.config_dict[ROOM]
    return console_page(
        request,
        who,
        "desk.html",
        heading="接待台",
        organisations=[other for other in room.directory.organisations if other.id != who.staff.organisation_id],
        outcomes=names()["outcome"].items(),
        risks=names()["risk"].items(),
        categories=taxonomy().categories,
    )
