"""Work on cases: what waits, what was masked, editing, confirming, the second look, publishing."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from bot.console.case_rows import case_lines, case_row
from bot.console.case_search_pages import case_tabs
from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.case_draft import CaseDraft
from bot.domain.staff import Action
from bot.errors import AssistantError, BadInput, Conflict
from bot.service.edit_case import confirm_case, edit_case, unfit_articles
from bot.service.hand_over_to_library import hand_over_to_library, take_up_case
from bot.service.hidden_words import hide_more_words, put_words_back
from bot.service.list_cases import list_case_work, read_case_draft
from bot.service.publish_case import drop_case, publish_case, review_case, send_case_back
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK
from case_library.importers.cell_values import UnreadableCellError, months_of, sum_of, year_of
from case_library.masking.hidden import DOUBT, hidden_words
from case_library.precedent import ReviewState
from case_library.wording import field_name, mask_kind_name, move_name, outcome_names, review_state_name, review_words
from nlp.taxonomy import taxonomy

TEXTS = {"title": 1, "story": 8, "relation": 1, "result": 3, "comment": 3}
"""Fields of one text, and how many lines they get."""
LISTS = {"disputed": 2, "methods": 2, "terms": 3, "legal_basis": 2, "tags": 1}
"""Fields of several lines, one thing a line."""
_LONGEST_NUMBER = 5
_NUMBERS = {"year": year_of, "months_taken": months_of, "claimed_yuan": sum_of, "settled_yuan": sum_of}


def add_case_review_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/cases/drafts", show_work)
    app.router.add_post("/console/cases/drafts", post_new_draft)
    app.router.add_get("/console/cases/drafts/{id}", show_draft)
    app.router.add_post("/console/cases/drafts/{id}", post_step)


async def show_work(request: web.Request) -> web.Response:
    """GET /console/cases/drafts: papers in work, and closed disputes of which none was made yet."""
    return await _work_page(request, await signed_in(request))


async def post_new_draft(request: web.Request) -> web.Response:
    """POST /console/cases/drafts: make a paper of a dispute, or of an imported entry."""
    who = await signed_in(request)
    form = await read_form(request, who.session)
    desk = request.config_dict[DESK]
    try:
        if dispute := str(form.get("dispute", "")):
            draft = await hand_over_to_library(desk, who.staff, dispute)
        else:
            draft = await take_up_case(desk, who.staff, str(form.get("case", "")))
    except Conflict as error:
        return await _work_page(request, who, problem=error.message + error.hint)
    raise web.HTTPSeeOther(f"/console/cases/drafts/{draft.entry.id}")


async def show_draft(request: web.Request) -> web.Response:
    """GET /console/cases/drafts/{id}; the look is recorded."""
    return await _draft_page(request, await signed_in(request))


async def post_step(request: web.Request) -> web.Response:
    """POST /console/cases/drafts/{id}: save, confirm, review, send back, publish, give up."""
    who = await signed_in(request)
    form = await read_form(request, who.session)
    case_id = request.match_info["id"]
    try:
        left = await _take(request, who, case_id, form)
    except (BadInput, Conflict) as error:
        return await _draft_page(request, who, problem=error, typed=form)
    if left:  # shown at once, not after a redirection: an address with words that may be names would stand in logs
        return await _draft_page(request, who, left=left)
    after = {"publish": f"/console/cases/{case_id}", "drop": "/console/cases/drafts"}
    raise web.HTTPSeeOther(after.get(str(form.get("step")), f"/console/cases/drafts/{case_id}"))


async def _take(request: web.Request, who: SignedIn, case_id: str, form: MultiDictProxy[Any]) -> tuple[str, ...]:
    """Take the step; give the words that could not be hidden, where some were to be."""
    desk, version, note = request.config_dict[DESK], _version(form), str(form.get("note", ""))
    match str(form.get("step", "")):
        case "save":
            await edit_case(desk, who.staff, case_id, version, fields_of(form))
        case "put_back":
            await put_words_back(desk, who.staff, case_id, version, _numbers(form))
        case "hide":
            return (await hide_more_words(desk, who.staff, case_id, version, str(form.get("words", "")))).left
        case "confirm":
            await confirm_case(desk, who.staff, case_id, version, read_word_by_word=form.get("read") == "yes")
        case "review":
            await review_case(desk, who.staff, case_id, version)
        case "send_back":
            await send_case_back(desk, who.staff, case_id, version, note)
        case "publish":
            await publish_case(desk, who.staff, case_id, version)
        case "drop":
            await drop_case(desk, who.staff, case_id, version, note)
        case _:
            raise BadInput("不认识这一步。")
    return ()


def _version(form: Mapping[str, Any]) -> int:
    text = str(form.get("version", ""))
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadInput("这个页面不完整，请刷新后再提交。")
    return int(text)


def _numbers(form: MultiDictProxy[Any]) -> frozenset[int]:
    """Read the numbers of the marks that were ticked."""
    ticked = (str(each) for each in form.getall("number", []))
    return frozenset(int(each) for each in ticked if each.isascii() and each.isdigit() and len(each) <= _LONGEST_NUMBER)


def fields_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """Read the fields of the form as the entry format has them.

    Raises:
        BadInput: A number cannot be read; every such field is named.
    """
    fields: dict[str, Any] = {name: str(form.get(name, "")).replace("\r\n", "\n") for name in TEXTS}
    fields |= {name: [line.strip() for line in str(form.get(name, "")).splitlines() if line.strip()] for name in LISTS}
    fields["category"], _, fields["subtype"] = str(form.get("kind", "")).partition("/")
    fields["outcome"] = str(form.get("outcome", ""))
    problems = []
    for name, read in _NUMBERS.items():
        text = str(form.get(name, "")).strip()
        try:
            fields[name] = read(field_name(name), text) if text else None
        except UnreadableCellError as error:
            problems.append(str(error))
    if problems:
        raise BadInput("；".join(problems) + "。")
    return fields


async def _work_page(request: web.Request, who: SignedIn, problem: str = "") -> web.Response:
    desk = request.config_dict[DESK]
    work = await list_case_work(desk, who.staff)
    rows = [
        case_row(draft.entry)
        | {
            "state": draft.state.value,
            "state_name": review_state_name(draft.state.value),
            "changed_at": draft.changed_at,
            "organisation_name": desk.organisation_name(draft.organisation_id),
            "own": draft.last_by == who.staff.id,
        }
        for draft in work.drafts
    ]
    return console_page(
        request,
        who,
        "case_drafts.html",
        heading="待审案例",
        status=409 if problem else 200,
        problem=problem,
        drafts=rows,
        disputes=work.closed_disputes,
        withdrawn=[
            case_row(each.entry) | {"event": each.event, "has_paper": each.has_paper} for each in work.withdrawn
        ],
        may_prepare=who.staff.may(Action.PREPARE_CASES),
        csrf=csrf_token(request, who.session),
        tabs=case_tabs(who),
    )


async def _draft_page(
    request: web.Request,
    who: SignedIn,
    problem: AssistantError | None = None,
    typed: Mapping[str, Any] | None = None,
    left: Sequence[str] = (),
) -> web.Response:
    """The paper; `left` are words that stand nowhere in it and were not hidden: they stay in their field."""
    desk = request.config_dict[DESK]
    view = await read_case_draft(desk, who.staff, request.match_info["id"])
    draft = view.draft
    values = _values(draft)
    if typed is not None and typed.get("step") == "save":
        values |= {name: str(typed[name]) for name in values if name in typed}
    return console_page(
        request,
        who,
        "case_draft.html",
        heading=draft.entry.title,
        status=problem.status if problem else 200,
        problem=f"{problem.message}{problem.hint}" if problem else "",
        draft=draft,
        case=case_row(draft.entry),
        state_name=review_state_name(draft.state.value),
        organisation_name=desk.organisation_name(draft.organisation_id),
        lines=[(label, text) for label, text in case_lines(draft.entry) if text],
        masked=[
            (field_name(each.field), mask_kind_name(each.kind), each.before, each.after)
            for each in draft.masked
            if each.kind != DOUBT
        ],
        hidden=hidden_words(draft.entry, draft.masked),
        unfit=unfit_articles(desk, draft.entry) if draft.in_work else (),
        left=review_words("hidden_but_not", words="、".join(left)) if left else "",
        words=str(typed.get("words", "")) if typed is not None else " ".join(left),
        values=values,
        texts=[(name, field_name(name), rows) for name, rows in TEXTS.items()],
        lists=[(name, field_name(name), rows) for name, rows in LISTS.items()],
        numbers=[(name, field_name(name)) for name in _NUMBERS],
        categories={code: each for code, each in taxonomy().categories.items() if each.mediable},
        outcomes=outcome_names(),
        history=[(event.at, move_name(event.move.value), event.staff_name, event.note) for event in view.history],
        steps=_steps(who, draft),
        may_open_again=draft.state is ReviewState.WITHDRAWN
        and not draft.in_work
        and who.staff.may_at(Action.PREPARE_CASES, draft.organisation_id),
        csrf=csrf_token(request, who.session),
        tabs=case_tabs(who),
    )


def _values(draft: CaseDraft) -> dict[str, str]:
    entry = draft.entry
    values = {name: str(getattr(entry, name)) for name in TEXTS}
    values |= {name: "\n".join(getattr(entry, name)) for name in LISTS}
    values |= {name: _number(getattr(entry, name)) for name in _NUMBERS}
    return values | {"kind": f"{entry.category}/{entry.subtype}", "outcome": entry.outcome.value}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _steps(who: SignedIn, draft: CaseDraft) -> frozenset[str]:
    """What the person may do now; the service checks it again."""
    at, state = draft.organisation_id, draft.state
    steps = set()
    if draft.original is None:
        return frozenset()
    if who.staff.may_at(Action.PREPARE_CASES, at):
        steps |= {"save", "drop"} | ({"confirm"} if state is ReviewState.DRAFT else set())
    if who.staff.may_at(Action.REVIEW_CASES, at) and state in (ReviewState.ANONYMISED, ReviewState.REVIEWED):
        steps |= {"send_back"}
        if state is ReviewState.ANONYMISED and draft.last_by != who.staff.id:
            steps |= {"review"}
    if who.staff.may_at(Action.PUBLISH_CASES, at) and state is ReviewState.REVIEWED:
        steps |= {"publish"}
    return frozenset(steps)
