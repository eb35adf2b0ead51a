"""GET /console/board: the supervisor's board."""

from aiohttp import web

from bot.console.board_view import board_signs, board_values
from bot.console.session import console_page, signed_in
from bot.domain.staff import Action
from bot.service.read_board import read_board
from bot.web.event_stream import EventStream, serve_stream
from bot.web.keys import DESK, ROOM


def add_board(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/board", show_board)
    app.router.add_get("/api/v1/staff/board/events", board_events)


async def show_board(request: web.Request) -> web.Response:
    """GET /console/board; a page that is open fetches it again whenever something changed."""
    who = await signed_in(request, Action.SUPERVISE)
    desk = request.config_dict[DESK]
    board = await read_board(desk, who.staff)
    return console_page(request, who, "board.html", heading="总览", **board_values(board, desk))


async def board_events(request: web.Request) -> web.StreamResponse:
    """GET /api/v1/staff/board/events: `event: board` whenever something on the board changed."""
    who = await signed_in(request, Action.SUPERVISE)
    desk = request.config_dict[DESK]

    async def refresh(stream: EventStream) -> None:
        await signed_in(request, Action.SUPERVISE)
        await stream.send_if_changed("board", board_signs(await read_board(desk, who.staff)))

    def topics() -> tuple[str, ...]:
        everywhere = who.staff.may_everywhere(Action.SUPERVISE)
        every = (organisation.id for organisation in request.config_dict[ROOM].directory.organisations)
        return ("emergency", *(f"queue:{one}" for one in (every if everywhere else sorted(who.staff.organisations))))

    return await serve_stream(request, side="staff", owner=who.staff.id, topics=topics, refresh=refresh)
