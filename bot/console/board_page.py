"""GET /console/board: the supervisor's board."""

from aiohttp import web

from bot.console.session import console_page, signed_in
from bot.domain.staff import Action
from bot.service.read_board import read_board
from bot.web.keys import DESK
from bot.web.names import name_of
from nlp.taxonomy import category_name


def add_board(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/board", show_board)


async def show_board(request: web.Request) -> web.Response:
    """GET /console/board."""
    who = await signed_in(request, Action.SUPERVISE)
    desk = request.config_dict[DESK]
    board = await read_board(desk, who.staff)
    now = desk.now()
    waiting = [
        {
            "id": handoff.id,
            "kind_name": name_of("kind", handoff.kind.value),
            "risk": handoff.risk.value,
            "risk_name": name_of("risk", handoff.risk.value),
            "category_name": category_name(handoff.brief["category"]) if handoff.brief.get("category") else "",
            "organisation_name": desk.organisation_name(handoff.organisation_id),
            "seconds": (now - handoff.requested_at).total_seconds(),
        }
        for handoff in board.waiting
    ]
    people = [
        {
            "name": person.staff.name,
            "role_name": name_of("role", person.staff.role.value),
            "organisation_name": desk.organisation_name(person.staff.organisation_id),
            "accepting": person.accepting,
            "held": [{"id": handoff.id, "risk": handoff.risk.value} for handoff in person.held],
        }
        for person in board.people
    ]
    return console_page(
        request, who, "board.html", heading="总览", waiting=waiting, people=people, longest=board.longest_wait_seconds
    )
