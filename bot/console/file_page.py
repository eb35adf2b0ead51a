"""One file: its first page, parties, terms, agreement, timeline, what is attached; every step begins here."""

from typing import Any

from aiohttp import web

from bot.console.file_rows import closure_lines, dispute_row, event_row, term_rows
from bot.console.session import SignedIn, console_page, signed_in
from bot.dialogue.fact_words import fact_name, in_words
from bot.domain.attachments import Attachment
from bot.domain.dispute_file import DisputeFile
from bot.domain.docket_moves import Doer, allowed_steps
from bot.domain.docket_steps import Step, docket
from bot.domain.docket_words import plain_day
from bot.domain.staff import Action
from bot.errors import BadInput, NotAllowed
from bot.service.attach_to_file import attach_to_file
from bot.service.compare_files import GROUP, FileFlags, dismiss_likeness, read_flags
from bot.service.front_desk import FrontDesk
from bot.service.read_file import read_file, read_file_item
from bot.web.csrf import FIELD, PURPOSE, csrf_token, read_form
from bot.web.files import SHOWN_IN_PLACE, file_answer, read_file_form
from bot.web.keys import DESK, SIGNER
from bot.web.names import name_of, names

_QUIET = frozenset(
    {"withdraw", "decline", "refer", "join", "alert", "note", "reassign", "extend", "suspend", "complete"}
)
"""Steps that are legal but seldom the next one; they stand behind the others."""


def add_file_page(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/disputes/{id}", show_file)
    app.router.add_post("/console/disputes/{id}/files", post_item)
    app.router.add_get("/console/disputes/{id}/files/{item}", show_item)
    app.router.add_post("/console/disputes/{id}/dismiss", post_dismiss)


async def show_file(request: web.Request) -> web.Response:
    """GET /console/disputes/{id}; `?new=1` right after registering shows the code large."""
    who = await signed_in(request, Action.REGISTER)
    desk: FrontDesk = request.config_dict[DESK]
    file = await read_file(desk, who.staff, request.match_info["id"])
    flags = await read_flags(desk, who.staff, file)
    return console_page(
        request,
        who,
        "file.html",
        heading=file.dispute.number,
        fresh=request.query.get("new") == "1",
        csrf=csrf_token(request, who.session),
        **file_values(file, desk, who),
        **flag_values(flags, desk),
    )


def file_values(file: DisputeFile, desk: FrontDesk, who: SignedIn) -> dict[str, Any]:
    """What the page of a file shows."""
    dispute = file.dispute
    category = dispute.application.category
    steps = allowed_steps(file, Doer(desk.now(), who.staff.id, who.staff.name, who.staff.role))
    return {
        "dispute": dispute_row(dispute, desk),
        "version": dispute.version,
        "facts": [
            (fact_name(name), in_words(name, value, desk.room, category))
            for name, value in dispute.application.facts.items()
            if name not in {"place", "event_date"}  # these stand among what was registered
        ],
        "closure": closure_lines(dispute),
        "parties": [
            {
                "position": party.position,
                "role_name": name_of("party_role", party.role.value),
                "kind_name": name_of("party_kind", party.kind.value),
                "party": party,
            }
            for party in file.parties
        ],
        "mediators": [mediator.name for mediator in file.mediators],
        "terms": term_rows(file, desk.today()),
        "agreement": file.agreement,
        "instalments": [
            {
                "each": each,
                "due_on": plain_day(each.due_on),
                "performed_on": "" if each.performed_on is None else plain_day(each.performed_on),
                "late": not each.is_performed and each.due_on < desk.today(),
            }
            for each in file.instalments
        ],
        "events": [event_row(event) for event in reversed(file.events)],
        "items": [
            {
                "item": item,
                "kind_name": name_of("item_kind", item.kind),
                "picture": item.media_type in SHOWN_IN_PLACE,
                "sound": item.media_type.startswith("audio/"),
            }
            for item in file.items
        ],
        "first_steps": _buttons(steps, first=True),
        "other_steps": _buttons(steps, first=False),
        "writable": dispute.state in docket().steps["note"].sources,
    }


def flag_values(flags: FileFlags, desk: FrontDesk) -> dict[str, Any]:
    """What staff should know beside the file."""
    reasons = names()["likeness"]
    return {
        "alike": [
            {
                **dispute_row(each.dispute, desk),
                "score": each.score,
                "reasons": docket().words["separator"].join(reasons[code] for code in each.reasons if code in reasons),
                "link_state": each.state,
                "link_name": name_of("link_state", each.state),
            }
            for each in flags.alike
        ],
        "repeats": flags.repeats,
        "group": flags.group if flags.group >= GROUP else 0,
    }


def _buttons(steps: tuple[Step, ...], *, first: bool) -> list[tuple[str, str]]:
    return [(step.id, step.name) for step in steps if (step.id not in _QUIET) == first]


async def post_item(request: web.Request) -> web.Response:
    """POST /console/disputes/{id}/files: attach a paper, a photo, a voice note or a place."""
    who = await signed_in(request, Action.REGISTER)
    fields, file = await read_file_form(request)
    if not request.config_dict[SIGNER].matches(PURPOSE, who.session, fields.get(FIELD, "")):
        raise NotAllowed("这个页面放得太久了，请刷新后再提交。")
    dispute_id, kind, note = request.match_info["id"], fields.get("kind", ""), fields.get("note", "")
    if file is None and kind == "place" and note.strip():
        file = Attachment("地点.txt", "text/plain", note.strip().encode())
    if file is None:
        raise BadInput("没有收到文件。")
    await attach_to_file(request.config_dict[DESK], who.staff, dispute_id, file, kind=kind, note=note)
    raise web.HTTPSeeOther(f"/console/disputes/{dispute_id}#things")


async def show_item(request: web.Request) -> web.Response:
    """GET /console/disputes/{id}/files/{item}."""
    who = await signed_in(request, Action.REGISTER)
    found = await read_file_item(
        request.config_dict[DESK], who.staff, request.match_info["id"], request.match_info["item"]
    )
    return file_answer(found)


async def post_dismiss(request: web.Request) -> web.Response:
    """POST /console/disputes/{id}/dismiss: the two are not the same dispute."""
    who = await signed_in(request, Action.REGISTER)
    form = await read_form(request, who.session)
    dispute_id = request.match_info["id"]
    await dismiss_likeness(request.config_dict[DESK], who.staff, dispute_id, str(form.get("other", "")))
    raise web.HTTPSeeOther(f"/console/disputes/{dispute_id}")
