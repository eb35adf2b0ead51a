"""Papers of a file: make forms, keep what was signed, see what is missing, bind and take away the volume."""

from aiohttp import web

from bot.console.session import console_page, signed_in
from bot.domain.documents import Signing
from bot.domain.file_on_paper import Payer
from bot.domain.form_words import form_words
from bot.domain.forms import FormKind
from bot.domain.staff import Action
from bot.errors import BadInput, NotAllowed
from bot.service.bind_file import bind_file, read_volume
from bot.service.make_document import attach_signed, make_document, read_document
from bot.service.read_papers import read_papers
from bot.web.csrf import FIELD, PURPOSE, csrf_token, read_form
from bot.web.files import file_answer, read_file_form
from bot.web.keys import DESK, PRESS, SETTINGS, SIGNER


def add_papers_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/disputes/{id}/documents", show_papers)
    app.router.add_post("/console/disputes/{id}/documents", post_form_to_make)
    app.router.add_get("/console/disputes/{id}/documents/{document}/{form:word|pdf}", get_document)
    app.router.add_post("/console/disputes/{id}/documents/{document}/signed", post_signed)
    app.router.add_post("/console/disputes/{id}/volumes", post_volume)
    app.router.add_get("/console/disputes/{id}/volumes/{volume}/{form:pdf|zip}", get_volume)


async def show_papers(request: web.Request) -> web.Response:
    """GET /console/disputes/{id}/documents."""
    who = await signed_in(request, Action.REGISTER)
    papers = await read_papers(
        request.config_dict[DESK], request.config_dict[PRESS], who.staff, request.match_info["id"]
    )
    return console_page(
        request,
        who,
        "papers.html",
        heading="文书和归档",
        papers=papers,
        dispute=papers.file.dispute,
        payers=form_words()["performance_of_side"],
        signings=form_words()["signed"],
        grades=form_words()["grades"],
        on_paper=Signing.ON_PAPER.value,
        electronic=Signing.ELECTRONIC.value,
        years=request.config_dict[SETTINGS].archive_years,
        csrf=csrf_token(request, who.session),
    )


async def post_form_to_make(request: web.Request) -> web.Response:
    """POST /console/disputes/{id}/documents: make a form, or its next version."""
    who = await signed_in(request, Action.REGISTER)
    form = await read_form(request, who.session)
    kind, _, subject = str(form.get("form", "")).partition("/")
    payer = str(form.get("payer", Payer.RESPONDENTS.value))
    if kind not in set(FormKind) or payer not in set(Payer):
        raise BadInput("请选择要做哪一份文书。")
    await make_document(
        request.config_dict[DESK],
        request.config_dict[PRESS],
        who.staff,
        request.match_info["id"],
        FormKind(kind),
        subject=subject[:60],
        payer=Payer(payer),
    )
    raise _back(request)


async def get_document(request: web.Request) -> web.Response:
    """GET …/documents/{document}/word or /pdf; a signed scan comes as it was sent."""
    who = await signed_in(request, Action.REGISTER)
    found = await read_document(
        request.config_dict[DESK],
        request.config_dict[PRESS],
        who.staff,
        request.match_info["id"],
        request.match_info["document"],
        as_pdf=request.match_info["form"] == "pdf",
    )
    return file_answer(found)


async def post_signed(request: web.Request) -> web.Response:
    """POST …/documents/{document}/signed: keep the scan of a signed paper."""
    who = await signed_in(request, Action.REGISTER)
    fields, file = await read_file_form(request)
    if not request.config_dict[SIGNER].matches(PURPOSE, who.session, fields.get(FIELD, "")):
        raise NotAllowed("这个页面放得太久了，请刷新后再提交。")
    if file is None:
        raise BadInput("没有收到文件。")
    signing = fields.get("signing", "")
    if signing not in set(Signing):
        raise BadInput("请选择怎样签的字。")
    await attach_signed(
        request.config_dict[DESK],
        who.staff,
        request.match_info["document"],
        file,
        Signing(signing),
        parties_agreed=fields.get("agreed") == "yes",
    )
    raise _back(request)


async def post_volume(request: web.Request) -> web.Response:
    """POST /console/disputes/{id}/volumes: bind the file."""
    who = await signed_in(request, Action.REGISTER)
    form = await read_form(request, who.session)
    await bind_file(
        request.config_dict[DESK],
        request.config_dict[PRESS],
        who.staff,
        request.match_info["id"],
        remarks=str(form.get("remarks", "")),
        years=request.config_dict[SETTINGS].archive_years,
    )
    raise _back(request)


async def get_volume(request: web.Request) -> web.Response:
    """GET …/volumes/{volume}/pdf or /zip."""
    who = await signed_in(request, Action.REGISTER)
    found = await read_volume(
        request.config_dict[DESK],
        request.config_dict[PRESS],
        who.staff,
        request.match_info["id"],
        request.match_info["volume"],
        as_zip=request.match_info["form"] == "zip",
    )
    return file_answer(found)


def _back(request: web.Request) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/console/disputes/{request.match_info['id']}/documents")
