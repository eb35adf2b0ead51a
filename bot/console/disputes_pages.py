"""Pages of the docket: the list, one dispute, and registering by hand whoever walks in or telephones."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from aiohttp import web

from bot.console.handoff_json import brief_json
from bot.console.session import SignedIn, console_page, signed_in
from bot.dialogue.fact_words import fact_name, in_words
from bot.domain.dispute import Dispute, DisputeApplication, DisputeSource
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.list_disputes import list_disputes
from bot.service.read_dispute import read_dispute
from bot.service.read_handoff import read_handoff
from bot.service.register_walk_in import register_walk_in
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK, ROOM
from bot.web.names import name_of, names
from knowledge.organisations import Organisation, organisation_kinds
from nlp.findings import Risk
from nlp.taxonomy import category_name, subtype_name, taxonomy

FIELDS = (
    "handoff",
    "applicant_name",
    "phone",
    "other_party",
    "organisation_id",
    "kind",
    "risk",
    "summary",
    "request",
    "consented",
)
PHONE = re.compile(r"\+?[\d\- ]{5,20}")


def add_dispute_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/disputes", show_disputes)
    app.router.add_get("/console/disputes/new", show_form)
    app.router.add_post("/console/disputes/new", post_form)
    app.router.add_get("/console/disputes/{id}", show_dispute)


async def show_disputes(request: web.Request) -> web.Response:
    """GET /console/disputes."""
    who = await signed_in(request, Action.REGISTER)
    desk = request.config_dict[DESK]
    rows = [dispute_row(dispute, desk) for dispute in await list_disputes(desk, who.staff)]
    return console_page(request, who, "disputes.html", heading="纠纷登记", disputes=rows)


async def show_dispute(request: web.Request) -> web.Response:
    """GET /console/disputes/{id}; `?new=1` right after registering shows the code large."""
    who = await signed_in(request, Action.REGISTER)
    desk = request.config_dict[DESK]
    dispute = await read_dispute(desk, who.staff, request.match_info["id"])
    category = dispute.application.category
    facts = [
        (fact_name(name), in_words(name, value, desk.room, category))
        for name, value in dispute.application.facts.items()
    ]
    row = dispute_row(dispute, desk)
    fresh = request.query.get("new") == "1"
    return console_page(request, who, "dispute.html", heading=dispute.number, dispute=row, facts=facts, fresh=fresh)


async def show_form(request: web.Request) -> web.Response:
    """GET /console/disputes/new; `?handoff=…` fills in what the talk has brought out."""
    who = await signed_in(request, Action.REGISTER)
    desk = request.config_dict[DESK]
    values = dict.fromkeys(FIELDS, "") | {"organisation_id": who.staff.organisation_id, "risk": Risk.YELLOW.value}
    if request.query.get("handoff"):
        view = await read_handoff(desk, who.staff, request.query["handoff"])
        brief = brief_json(view, desk)
        facts = {fact["name"]: fact["value"] for fact in brief["facts"]}
        values |= {
            "handoff": view.handoff.id,
            "kind": f"{brief['category']}/{brief['subtype']}" if brief["category"] else "",
            "risk": view.handoff.risk.value,
            "summary": "\n".join(brief["story"]),
            "phone": view.handoff.phone,
            "other_party": facts.get("other_party", ""),
        }
    return _form_page(request, who, values, {})


async def post_form(request: web.Request) -> web.Response:
    """POST /console/disputes/new."""
    who = await signed_in(request, Action.REGISTER)
    form = await read_form(request, who.session)
    values = {name: str(form.get(name, "")).strip() for name in FIELDS}
    desk = request.config_dict[DESK]
    problems = problems_of(values, {organisation.id for organisation in mediating(request, who.staff)})
    if problems:
        return _form_page(request, who, values, problems, status=400)
    category, _, subtype = values["kind"].partition("/")
    application = DisputeApplication(
        organisation_id=values["organisation_id"],
        category=category,
        subtype=subtype,
        risk=Risk(values["risk"]),
        summary=values["summary"],
        applicant_name=values["applicant_name"],
        phone=values["phone"],
        other_party=values["other_party"],
        request=values["request"],
        consented=True,
        source=DisputeSource.WALK_IN,
    )
    dispute = await register_walk_in(desk, who.staff, application)
    raise web.HTTPSeeOther(f"/console/disputes/{dispute.id}?new=1")


def problems_of(values: Mapping[str, str], organisations: Collection[str]) -> dict[str, str]:
    """What is missing or wrong, by field, in words for the registrar."""
    said = names()["form"]
    problems = {name: said["missing"] for name in ("applicant_name", "summary") if not values[name]}
    if values["phone"] and not PHONE.fullmatch(values["phone"]):
        problems["phone"] = said["phone"]
    category, _, subtype = values["kind"].partition("/")
    known = taxonomy().categories.get(category)
    if known is None or subtype not in known.subtypes:
        problems["kind"] = said["kind"]
    if values["risk"] not in set(Risk):
        problems["risk"] = said["risk"]
    if values["organisation_id"] not in organisations:
        problems["organisation_id"] = said["organisation"]
    if values["consented"] != "yes":
        problems["consented"] = said["consented"]
    return problems


def mediating(request: web.Request, staff: StaffMember) -> list[Organisation]:
    """Organisations one may register for: one's own, all for the district; lawyers' windows keep no docket."""
    return [
        organisation
        for organisation in request.config_dict[ROOM].directory.organisations
        if organisation_kinds()[organisation.kind].mediates and staff.may_at(Action.REGISTER, organisation.id)
    ]


def _form_page(
    request: web.Request, who: SignedIn, values: Mapping[str, str], problems: Mapping[str, str], *, status: int = 200
) -> web.Response:
    return console_page(
        request,
        who,
        "dispute_form.html",
        heading="登记纠纷",
        status=status,
        values=values,
        problems=problems,
        csrf=csrf_token(request, who.session),
        organisations=mediating(request, who.staff),
        categories={code: category for code, category in taxonomy().categories.items() if category.mediable},
        risks=names()["risk"].items(),
    )


def dispute_row(dispute: Dispute, desk: FrontDesk) -> dict[str, Any]:
    """A dispute as the pages show it."""
    application = dispute.application
    return {
        "id": dispute.id,
        "number": dispute.number,
        "code": dispute.code,
        "registered_at": dispute.registered_at,
        "history": dispute.history,
        "state_name": name_of("dispute_state", dispute.state.value),
        "source_name": name_of("dispute_source", application.source.value),
        "category_name": category_name(application.category),
        "subtype_name": subtype_name(application.category, application.subtype),
        "risk": application.risk.value,
        "risk_name": name_of("risk", application.risk.value),
        "organisation_name": desk.organisation_name(application.organisation_id),
        "applicant_name": application.applicant_name,
        "phone": application.phone,
        "other_party": application.other_party,
        "summary": application.summary,
        "request": application.request,
    }
