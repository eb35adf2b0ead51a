"""The form of a step, made from docket_steps.yaml, and the form of a party."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from bot.console.file_rows import dispute_row
from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.dispute import DisputeState
from bot.domain.dispute_file import DisputeFile, Party, PartyKind, PartyRole
from bot.domain.docket_moves import Doer, why_not
from bot.domain.docket_steps import FieldKind, Step, docket
from bot.domain.staff import RIGHTS, Action
from bot.errors import BadInput, Conflict, NotFound
from bot.service.front_desk import FrontDesk
from bot.service.keep_party import keep_party
from bot.service.manage_staff import list_staff
from bot.service.read_file import read_file
from bot.service.take_step import StepRefused, take_step
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK
from bot.web.names import names

_ROWS, _MOST_ROWS = 4, 120
"""Rows of the table of instalments a form shows at first, and at most."""
_KEPT = frozenset({DisputeState.PERFORMED.value, DisputeState.COURT_CONFIRMED.value})
"""Ends at which nobody needs another road any more: the parties were told of them with their rights, or never."""
_PARTY_FIELDS = (
    *("name", "phone", "gender", "ethnicity", "age", "occupation", "address", "id_tail"),
    *("representative", "agent", "agent_phone", "agent_scope"),
)


def add_step_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/disputes/{id}/steps/{step}", show_step)
    app.router.add_post("/console/disputes/{id}/steps/{step}", post_step)
    app.router.add_get("/console/disputes/{id}/parties/{position}", show_party)
    app.router.add_post("/console/disputes/{id}/parties/{position}", post_party)


def _step_of(request: web.Request) -> Step:
    step = docket().steps.get(request.match_info["step"])
    if step is None:
        raise NotFound("没有这个步骤。")
    return step


async def show_step(request: web.Request) -> web.Response:
    """GET the form; an illegal step says why instead."""
    who = await signed_in(request, Action.REGISTER)
    desk: FrontDesk = request.config_dict[DESK]
    step = _step_of(request)
    file = await read_file(desk, who.staff, request.match_info["id"])
    if (refused := why_not(file, step, Doer(desk.now(), who.staff.id, who.staff.name, who.staff.role))) is not None:
        raise Conflict(str(refused))
    today = desk.today().isoformat()
    days = (field.id for field in step.fields if field.kind is FieldKind.DAY)
    values: dict[str, Any] = dict.fromkeys(days, today)
    if file.notice is not None and step.to in _KEPT:
        values |= {"told_on": file.notice.day.isoformat(), "told_how": file.notice.told_how}
    if "other_file" in {field.id for field in step.fields}:
        values["other_file"] = request.query.get("with", "")
    rows = request.query.get("rows", "")
    wanted = min(int(rows), _MOST_ROWS) if rows.isdecimal() and len(rows) < 5 else _ROWS
    return await _form(request, who, file, step, values, {}, rows=wanted)


async def post_step(request: web.Request) -> web.Response:
    """POST the form: the step is taken, or the form comes back with what is wrong."""
    who = await signed_in(request, Action.REGISTER)
    desk: FrontDesk = request.config_dict[DESK]
    step, dispute_id = _step_of(request), request.match_info["id"]
    form = await read_form(request, who.session)
    values = given(step, form)
    version = str(form.get("version", ""))
    seen = int(version) if version.isdecimal() and len(version) < 10 else None
    try:
        await take_step(desk, who.staff, dispute_id, step.id, values, version=seen)
    except StepRefused as refused:
        file = await read_file(desk, who.staff, dispute_id)
        rows = max(_ROWS, len(values.get("instalments", ())))
        return await _form(request, who, file, step, values, refused.problems, rows=rows)
    raise web.HTTPSeeOther(f"/console/disputes/{dispute_id}")


def given(step: Step, form: MultiDictProxy[Any]) -> dict[str, Any]:
    """The form's fields as plain values."""
    values: dict[str, Any] = {}
    for field in step.fields:
        match field.kind:
            case FieldKind.MANY:
                values[field.id] = [str(each) for each in form.getall(field.id, [])]
            case FieldKind.MEDIATORS:
                named = [str(each).strip() for each in form.getall(field.id, [])]
                values[field.id] = [each for each in named if each]
            case FieldKind.INSTALMENTS:
                values[field.id] = _instalments(form)
            case _:
                values[field.id] = str(form.get(field.id, "")).strip()
    return values


def _instalments(form: MultiDictProxy[Any]) -> list[dict[str, str]]:
    rows = []
    for number in range(1, _MOST_ROWS + 1):
        row = {
            key: str(form.get(f"instalment-{number}-{key}", "")).strip()
            for key in ("due_on", "amount", "what", "performed")
        }
        if row["due_on"] or row["amount"] or row["what"]:
            rows.append(row)
    return rows


async def _form(  # noqa: PLR0917 - what a form shows
    request: web.Request,
    who: SignedIn,
    file: DisputeFile,
    step: Step,
    values: Mapping[str, Any],
    problems: Mapping[str, str],
    *,
    rows: int,
) -> web.Response:
    desk: FrontDesk = request.config_dict[DESK]
    own = {file.dispute.application.organisation_id, who.staff.organisation_id}
    people = [member for member in await list_staff(desk) if member.organisation_id in own]
    given_rows = list(values.get("instalments") or ())
    blank = {"due_on": "", "amount": "", "what": "", "performed": ""}
    return console_page(
        request,
        who,
        "step_form.html",
        heading=step.name,
        status=400 if problems else 200,
        dispute=dispute_row(file.dispute, desk),
        step=step,
        values={field.id: "" for field in step.fields} | dict(values),
        problems=problems,
        csrf=csrf_token(request, who.session),
        version=file.dispute.version,
        people=[member for member in people if Action.HOLD_TALK in RIGHTS[member.role] and not member.disabled],
        rows=[*given_rows, *([blank] * max(rows - len(given_rows), 0))],
        more_rows=min(rows + 8, _MOST_ROWS),
    )


async def show_party(request: web.Request) -> web.Response:
    """GET /console/disputes/{id}/parties/{position}; 0 adds one."""
    who = await signed_in(request, Action.REGISTER)
    file = await read_file(request.config_dict[DESK], who.staff, request.match_info["id"])
    position = request.match_info["position"]
    known = next((party for party in file.parties if str(party.position) == position), None)
    if known is None and position != "0":
        raise NotFound("没有这位当事人。")
    party = known or Party(0, PartyRole.RESPONDENT, PartyKind.PERSON, "")
    values = {name: getattr(party, name) for name in _PARTY_FIELDS} | {"role": party.role, "kind": party.kind}
    values["age"] = "" if party.age is None else party.age
    return _party_form(request, who, file, values, "")


async def post_party(request: web.Request) -> web.Response:
    """POST a party's particulars."""
    who = await signed_in(request, Action.REGISTER)
    desk: FrontDesk = request.config_dict[DESK]
    form = await read_form(request, who.session)
    values = {name: str(form.get(name, "")).strip() for name in (*_PARTY_FIELDS, "role", "kind")}
    dispute_id = request.match_info["id"]
    try:
        party = _party(values, request.match_info["position"])
        await keep_party(desk, who.staff, dispute_id, party)
    except BadInput as problem:
        return _party_form(request, who, await read_file(desk, who.staff, dispute_id), values, problem.message)
    raise web.HTTPSeeOther(f"/console/disputes/{dispute_id}#parties")


def _party(values: Mapping[str, str], position: str) -> Party:
    age = values["age"]
    if values["role"] not in set(PartyRole) or values["kind"] not in set(PartyKind):
        raise BadInput("请选择哪一方、个人还是单位。")
    if not position.isdecimal() or len(position) > 4 or (age and not age.isdecimal()) or len(age) > 4:
        raise BadInput("年龄不对，请核对。")
    if not values["name"]:
        raise BadInput("请填写姓名或名称。")
    return Party(
        int(position),
        PartyRole(values["role"]),
        PartyKind(values["kind"]),
        values["name"],
        age=int(age) if age else None,
        phone=values["phone"],
        gender=values["gender"],
        ethnicity=values["ethnicity"],
        occupation=values["occupation"],
        address=values["address"],
        id_tail=values["id_tail"],
        representative=values["representative"],
        agent=values["agent"],
        agent_phone=values["agent_phone"],
        agent_scope=values["agent_scope"],
    )


def _party_form(
    request: web.Request, who: SignedIn, file: DisputeFile, values: Mapping[str, Any], problem: str
) -> web.Response:
    return console_page(
        request,
        who,
        "party_form.html",
        heading="当事人",
        status=400 if problem else 200,
        dispute=dispute_row(file.dispute, request.config_dict[DESK]),
        position=request.match_info["position"],
        values=values,
        problem=problem,
        csrf=csrf_token(request, who.session),
        roles=names()["party_role"].items(),
        kinds=names()["party_kind"].items(),
    )
