"""How is my case: progress of a registered dispute by number and code, over the API and as a page."""

from typing import Any

from aiohttp import web

from bot.domain.dispute import Dispute
from bot.errors import AssistantError
from bot.service.dispute_status import dispute_status
from bot.service.front_desk import FrontDesk
from bot.web.json_body import json_answer, read_json, text_of
from bot.web.keys import DESK, SIGN_IN_LIMIT
from bot.web.names import name_of
from bot.web.network_address import network_address, refuse_other_sites
from bot.web.pages import moment, page
from nlp.taxonomy import category_name, subtype_name


def add_dispute_status(app: web.Application) -> None:
    """Put call and page on the application."""
    app.router.add_post("/api/v1/disputes/status", post_status)
    app.router.add_get("/status", show_status)
    app.router.add_post("/status", show_status_of)


async def post_status(request: web.Request) -> web.Response:
    """POST /api/v1/disputes/status."""
    content = await read_json(request)
    request.config_dict[SIGN_IN_LIMIT].spend(network_address(request))
    desk = request.config_dict[DESK]
    dispute = await dispute_status(desk, text_of(content, "number"), text_of(content, "code"))
    return json_answer({"dispute": status_json(dispute, desk)})


async def show_status(request: web.Request) -> web.Response:
    """GET /status: the form."""
    return page(request, "status.html", dispute=None, problem="", number="")


async def show_status_of(request: web.Request) -> web.Response:
    """POST /status: the progress, or a clear word."""
    refuse_other_sites(request)
    form = await request.post()
    number, code = str(form.get("number", "")).strip(), str(form.get("code", "")).strip()
    desk = request.config_dict[DESK]
    try:
        request.config_dict[SIGN_IN_LIMIT].spend(network_address(request))
        dispute = await dispute_status(desk, number, code)
    except AssistantError as error:
        problem = f"{error.message}{error.hint}"
        return page(request, "status.html", dispute=None, problem=problem, number=number, status=error.status)
    return page(request, "status.html", dispute=status_json(dispute, desk), problem="", number=number)


def status_json(dispute: Dispute, desk: FrontDesk) -> dict[str, Any]:
    """What a citizen may read of his file: no names, no story."""
    application = dispute.application
    return {
        "number": dispute.number,
        "state": dispute.state.value,
        "state_name": name_of("dispute_state", dispute.state.value),
        "category": application.category,
        "category_name": category_name(application.category),
        "subtype_name": subtype_name(application.category, application.subtype),
        "organisation": application.organisation_id,
        "organisation_name": desk.organisation_name(application.organisation_id),
        "registered_at": dispute.registered_at.isoformat(),
        "progress": [{"at": at.isoformat(), "at_words": moment(at), "words": words} for at, words in dispute.history],
    }
