"""GET /console/board: the supervisor's board; and the transcript of one talk."""

from aiohttp import web

from bot.console.session import console_page, signed_in
from bot.domain.staff import Action
from bot.service.read_board import read_board
from bot.service.read_handoff import read_handoff
from bot.web.keys import DESK
from bot.web.names import name_of
from nlp.taxonomy import category_name


def add_board(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/board", show_board)
    app.router.add_get("/console/talks/{id}", show_transcript)


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


async def show_transcript(request: web.Request) -> web.Response:
    """GET /console/talks/{id}: the talk to print; notes among staff only with `?notes=1`. The look is recorded."""
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    view = await read_handoff(desk, who.staff, request.match_info["id"])
    with_notes = request.query.get("notes") == "1"
    messages = [message for message in view.messages if with_notes or not message.private]
    return console_page(
        request,
        who,
        "transcript.html",
        heading="谈话记录",
        handoff=view.handoff,
        organisation_name=view.organisation_name,
        messages=messages,
        with_notes=with_notes,
        author_names={code: name_of("author", code) for code in ("citizen", "assistant", "staff", "system")},
        printed_at=desk.now(),
    )
