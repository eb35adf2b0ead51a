"""Registering a dispute by hand: whoever walks in or telephones, or what screening or another body brought."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime

from aiohttp import web

from bot.console.handoff_json import brief_json
from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.dispute import DisputeApplication, DisputeSource
from bot.domain.staff import Action, StaffMember
from bot.service.read_handoff import read_handoff
from bot.service.register_walk_in import register_walk_in
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK, ROOM
from bot.web.names import names
from bot.web.pages import CHINA
from knowledge.organisations import Organisation, organisation_kinds
from nlp.findings import Risk
from nlp.taxonomy import taxonomy

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
    "source",
    "place",
    "happened_on",
)
FACTS = (("place", "place"), ("event_date", "happened_on"))
"""Facts of the file by the field of the form they stand in."""
SOURCES = tuple(source for source in DisputeSource if source is not DisputeSource.ASSISTANT)
PHONE = re.compile(r"\+?[\d\- ]{5,20}")


def add_dispute_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/disputes/new", show_form)
    app.router.add_post("/console/disputes/new", post_form)


async def show_form(request: web.Request) -> web.Response:
    """GET /console/disputes/new; `?handoff=…` fills in what the talk has brought out."""
    who = await signed_in(request, Action.REGISTER)
    desk = request.config_dict[DESK]
    values = dict.fromkeys(FIELDS, "") | {"organisation_id": who.staff.organisation_id, "risk": Risk.YELLOW.value}
    values["source"] = DisputeSource.WALK_IN.value
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
        consented=values["consented"] == "yes",
        source=DisputeSource(values["source"] or DisputeSource.WALK_IN),
        facts={name: fact for name, key in FACTS if (fact := values[key])},
    )
    lead = values["consented"] != "yes"
    dispute = await register_walk_in(desk, who.staff, application, lead=lead)
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
    source = values.get("source") or DisputeSource.WALK_IN.value
    if source not in set(SOURCES):
        problems["source"] = said["source"]
    elif values["consented"] != "yes" and DisputeSource(source).group == "application":
        problems["consented"] = said["consented"]
    if (day := values.get("happened_on")) and not _is_past_day(day):
        problems["happened_on"] = said["day"]
    return problems


def _is_past_day(text: str) -> bool:
    try:
        return date(1949, 10, 1) <= date.fromisoformat(text) <= datetime.now(CHINA).date()
    except ValueError:
        return False


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
        sources=[(source.value, names()["dispute_source"][source.value]) for source in SOURCES],
    )
