"""Words hidden in a paper: ticked to come back, more hidden by hand."""

import re

from tests.web.conftest import House
from tests.web.test_case_pages import closed_dispute, house, problem_of, send

__all__ = ["house"]


async def test_words_hidden_in_doubt_are_ticked_to_come_back_and_more_can_be_hidden(house: House) -> None:
    person = await house.staff("林调解")
    story = "双方请了老画师更登来评，更登说值六千元。隔壁开烧烤店“蛮子烤肉”的人也看见了。"
    dispute = await closed_dispute(house, person, summary=story)
    _, draft = await send(person, "/console/cases/drafts", {"dispute": dispute})
    form = re.search(r'action="(/console/cases/drafts/[^"]+)"', draft)
    assert form is not None
    story_row = "<dt>事情经过</dt><dd>{}</dd>"
    assert re.search(story_row.format("[^<]*［隐\\d+］[^<]*"), draft)
    assert "更登" not in re.findall(story_row.format("([^<]*)"), draft)[0]
    status, problem = await send(person, form[1], {"step": "put_back"})
    assert (status, problem_of(problem)) == (400, "请先勾选不是名字的词，再点“放回去”。")
    status, hidden = await send(person, form[1], {"step": "hide", "words": "看见 隔壁"})
    assert status == 200
    ticks = {word: number for number, word in re.findall(r'name="number" value="(\d+)"> <span><b>([^<]+)</b>', hidden)}
    assert "人也【看见】了。" in hidden, "with what stands around it"
    assert not [word for word in ("看见", "隔壁") if word in re.findall(story_row.format("([^<]*)"), hidden)[0]]
    status, back = await send(person, form[1], {"step": "put_back", "number": ticks["看见"]})
    shown_story = re.findall(story_row.format("([^<]*)"), back)[0]
    assert (status, "人也看见了。" in shown_story, "隔壁" in shown_story) == (200, True, False)
    status, problem = await send(person, form[1], {"step": "hide", "words": "没有这个词"})
    assert (status, "没有这个词" in problem_of(problem)) == (400, True)
    assert 'name="words" maxlength="200" required value="没有这个词"' in problem
    status, told = await send(person, form[1], {"step": "hide", "words": "烧烤店 没有这个词 六千元"})
    assert status == 200
    assert "其余的已经隐去；正文里没有这些词，或者只有一个字，没有隐去：没有这个词。" in told
    assert 'name="words" maxlength="200" required value="没有这个词"' in told
    assert not [word for word in ("烧烤店", "六千元") if word in re.findall(story_row.format("([^<]*)"), told)[0]]


async def test_articles_that_do_not_hold_are_told_when_they_are_saved(house: House) -> None:
    person = await house.staff("林调解")
    _, draft = await send(person, "/console/cases/drafts", {"dispute": await closed_dispute(house, person)})
    form = re.search(r'action="(/console/cases/drafts/[^"]+)"', draft)
    assert form is not None
    fields = {"step": "save", "kind": "labour/unpaid_wages", "outcome": "agreed", "title": "欠薪", "story": "欠薪。"}
    cited = "《中华人民共和国劳动法》第五百条\n《中华人民共和国劳动法》第五十条\n《中华人民共和国合同法》第一百零七条"
    status, saved = await send(person, form[1], fields | {"legal_basis": cited})
    assert (status, problem_of(saved), "<dt>法律依据</dt>" in saved) == (200, "", True)
    told = re.findall(r"<p class=\"notice warn\" role=\"note\">(依据.*?)</p>", saved)
    assert told == [
        "依据“《中华人民共和国劳动法》第五百条”查不到，请改正或删去，不然不能确认。",
        "依据“《中华人民共和国合同法》第一百零七条”已经失效，请改正或删去，不然不能确认。",
    ]
    status, refused = await send(person, form[1], {"step": "confirm", "read": "yes"})
    assert status == 400 and "第五百条" in problem_of(refused) and "第一百零七条" in problem_of(refused)
    _, mended = await send(person, form[1], fields | {"legal_basis": "《中华人民共和国劳动法》第五十条"})
    assert "不然不能确认" not in mended
