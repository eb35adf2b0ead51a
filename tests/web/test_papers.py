"""The page of a file's papers: made, fetched, signed; closed to strangers and to forged forms."""

import re
from io import BytesIO

from aiohttp import FormData
from docx import Document
from PIL import Image

from bot.domain.docket_steps import docket
from bot.domain.staff import Role
from bot.service.manage_staff import add_staff
from bot.service.register_walk_in import register_walk_in
from bot.service.take_step import take_step
from tests.unit.bot.domain.docket_files import filled
from tests.web.conftest import LABOUR, STREET, House, Visitor
from tests.web.test_statistics import APPLICATION

ROAD = ("accept", "assign", "inform", "session", "agree")


async def settled(house: House) -> str:
    desk = house.desk
    chen = await add_staff(desk, "陈静", Role.SUPERVISOR, STREET)
    dispute = await register_walk_in(desk, chen, APPLICATION)
    for step_id in ROAD:
        step = docket().steps[step_id]
        changes = {"mediators": [chen.id]} if step_id == "assign" else {}
        await take_step(desk, chen, dispute.id, step_id, filled(step, desk.today(), **changes))
    return dispute.id


async def token_of(person: Visitor, address: str) -> str:
    html = await (await person.get(address)).text()
    return re.search(r'name="csrf" value="([^"]+)"', html).group(1)  # type: ignore[union-attr]


def scan(csrf: str, signing: str, **fields: str) -> FormData:
    out = BytesIO()
    Image.new("RGB", (20, 30), "white").save(out, "PNG")
    form = FormData()
    form.add_field("csrf", csrf)
    form.add_field("signing", signing)
    for name, value in fields.items():
        form.add_field(name, value)
    form.add_field("file", out.getvalue(), filename="签字页.png", content_type="image/png")
    return form


async def test_a_paper_is_made_fetched_and_signed(house: House) -> None:
    page = f"/console/disputes/{await settled(house)}/documents"
    registrar = await house.staff("登记员", Role.REGISTRAR, STREET)
    csrf = await token_of(registrar, page)
    for form in ("agreement/", "mediation_record/session:1"):
        answer = await registrar.post(page, data={"csrf": csrf, "form": form, "payer": "respondents"})
        html = await answer.text()
        assert answer.status == 200, html
    assert "协议检查" in html
    assert re.search(r"<h3>\d+\. 人民调解记录", html)
    address = re.search(rf'href="({page}/\w+)/word"', html).group(1)  # type: ignore[union-attr]
    word = await registrar.get(f"{address}/word")
    assert "人民调解协议书" in Document(BytesIO(await word.read())).paragraphs[0].text
    assert word.headers["Content-Disposition"].startswith("attachment")
    assert "没有签字的扫描件" in html
    signed = await registrar.post(f"{address}/signed", data=scan(csrf, "on_paper"))
    assert "签字扫描件" in await signed.text()
    refused = await registrar.post(f"{address}/signed", data=scan(csrf, "electronic"))
    assert refused.status == 400
    assert (await registrar.post(f"{address}/signed", data=scan(csrf, "electronic", agreed="yes"))).status == 200
    assert "装订成卷" not in await (await registrar.get(page)).text()


async def test_forged_forms_and_strangers_are_turned_away(house: House) -> None:
    dispute_id = await settled(house)
    page = f"/console/disputes/{dispute_id}/documents"
    registrar = await house.staff("登记员", Role.REGISTRAR, STREET)
    stranger = await house.staff("外人", Role.MEDIATOR, LABOUR)
    csrf = await token_of(registrar, page)
    assert (await stranger.get(page)).status == 404
    assert (await house.visitor().get(page, allow_redirects=False)).status == 303
    assert (await registrar.post(page, data={"csrf": "wrong", "form": "agreement/"})).status == 403
    assert (await registrar.post(f"{page}/x/signed", data=scan("wrong", "on_paper"))).status == 403
    assert (await registrar.post(f"{page}/x/signed", data=scan(csrf, "on_paper"))).status == 404
    for form in ("nonsense/", "cover/"):
        assert (await registrar.post(page, data={"csrf": csrf, "form": form})).status == 400
    volumes = f"/console/disputes/{dispute_id}/volumes"
    assert (await registrar.post(volumes, data={"csrf": csrf, "remarks": "急"})).status == 409
    assert (await registrar.get(f"{volumes}/x/pdf")).status == 404
