"""The fields that templates know, by their Chinese names, so that an office can edit a template in Word."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bot.domain.forms import (
    AgreementOnPaper,
    ContentsLine,
    DocumentStamp,
    Duty,
    FileForForms,
    MeetingOnPaper,
    NoticeOnPaper,
    PartyOnPaper,
    VisitOnPaper,
    VolumeOnPaper,
)
from bot.domain.money_words import LARGEST, in_capitals, in_figures
from bot.errors import BadInput

NOT_APPLICABLE = "／"
"""What forms show where a field has no meaning, such as the age of a firm."""
Fields = Mapping[str, Any]
"""Strings, truth values, lists of strings and of mappings; an empty string is a place to be filled in by hand."""


def form_fields(file: FileForForms, stamp: DocumentStamp) -> Fields:
    """Return every field of a template with its value; what is not known is an empty string.

    Raises:
        BadInput: An amount that cannot be written.
    """
    return {
        "编号": plain(file.number),
        "调委会": plain(file.organisation),
        "纠纷类型": plain(file.kind_name),
        "案件来源": plain(file.source_name),
        "当事人": [_party(party) for party in file.parties],
        "申请人": [_party(party) for party in file.parties[:1]],
        "其他当事人": [_party(party) for party in file.parties[1:]],
        "当事人姓名": plain("、".join(party.name for party in file.parties if party.name)),
        "纠纷简要情况": plain(file.summary),
        "申请事项": [plain(request) for request in file.requests if plain(request)],
        "申请日期": day(file.applied_on),
        "受理日期": day(file.accepted_on),
        "结案日期": day(file.closed_on),
        "登记人": plain(file.registrar),
        "调解员": plain("、".join(file.mediators)),
        "处理结果": plain(file.outcome),
        "管辖法院": plain(file.court),
        "协议": _agreement(file.agreement),
        "记录": _meeting(file.meeting),
        "回访": _visit(file.visit),
        "通知": _notice(file.notice),
        "案卷": _volume(file.volume),
        "文书编号": plain(stamp.number),
        "文书版本": str(stamp.version),
        "校验码": stamp.fingerprint,
    }


def plain(text: str) -> str:
    """Text as paper takes it: no control characters (XML has no place for them), lines kept."""
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs", "Cn"} else " " * (c == "\t")
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
    ).strip()


def day(when: date | None) -> str:
    """A day as forms write it."""
    return "" if when is None else f"{when.year}年{when.month}月{when.day}日"


def _minute(when: datetime | None) -> str:
    """A moment; midnight stands for a day whose hour nobody wrote down."""
    if when is None:
        return ""
    return day(when.date()) + (f"{when.hour}时{when.minute:02d}分" if (when.hour, when.minute) != (0, 0) else "")


def _party(party: PartyOnPaper) -> Fields:
    of_people = NOT_APPLICABLE if party.is_unit else ""
    return {
        "称谓": plain(party.standing),
        "姓名": plain(party.name),
        "性别": plain(party.gender) or of_people,
        "民族": plain(party.ethnicity) or of_people,
        "年龄": plain(party.age) or of_people,
        "职业": plain(party.occupation) or of_people,
        "电话": plain(party.phone),
        "住址": plain(party.address),
        "法定代表人": plain(party.representative),
        "代理人": plain(party.agent),
        "是单位": party.is_unit,
    }


def _money(amount: Decimal | None, write: Callable[[Decimal], str] = in_figures) -> str:
    if amount is None:
        return ""
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        raise BadInput("金额写不到文书上：应为零以上、小于一万京元的数。", hint="请核对协议里的金额。")
    return write(amount)


def _duty(duty: Duty, number: int) -> Fields:
    return {
        "序号": str(number),
        "义务人": plain(duty.debtor),
        "权利人": plain(duty.creditor),
        "内容": plain(duty.what),
        "金额": _money(duty.amount),
        "期限": day(duty.due_on),
        "方式": plain(duty.method),
        "账户": plain(duty.account),
        "地点": plain(duty.place),
    }


def _agreement(agreement: AgreementOnPaper) -> Fields:
    return {
        "主要事实": plain(agreement.facts),
        "争议事项": plain(agreement.issues),
        "条款": [plain(term) for term in agreement.terms if plain(term)],
        "履行": [_duty(duty, number) for number, duty in enumerate(agreement.duties, start=1)],
        "总额": _money(agreement.total),
        "总额大写": _money(agreement.total, in_capitals),
        "违约责任": plain(agreement.default_clause),
        "日期": day(agreement.agreed_on),
        "份数": str(agreement.copies),
    }


def _meeting(meeting: MeetingOnPaper) -> Fields:
    return {
        "时间": _minute(meeting.held_at),
        "地点": plain(meeting.place),
        "参加人": plain(meeting.present),
        "被调查人": plain(meeting.asked),
        "调解员": plain(meeting.mediators),
        "记录人": plain(meeting.recorder),
        "内容": plain(meeting.words),
        "方案": plain(meeting.proposals),
        "结果": plain(meeting.result),
    }


def _visit(visit: VisitOnPaper) -> Fields:
    return {
        "时间": _minute(visit.visited_at),
        "回访人": plain(visit.visitor),
        "回访对象": plain(visit.visited),
        "事由": plain(visit.reason),
        "履行情况": plain(visit.performance),
        "满意度": plain(visit.satisfaction),
        "诉讼情况": plain(visit.lawsuit),
        "隐患": plain(visit.hidden_risk),
        "措施": plain(visit.steps),
    }


def _notice(notice: NoticeOnPaper) -> Fields:
    return {
        "收件人": plain(notice.addressee),
        "理由": plain(notice.reason),
        "理由列表": [plain(reason) for reason in notice.reasons],
        "途径": [plain(road) for road in notice.roads],
        "材料": [plain(material) for material in notice.materials],
        "同意情况": plain(notice.consent),
        "日期": day(notice.day),
    }


def _line(line: ContentsLine) -> Fields:
    return {"序号": str(line.number), "文书名称": plain(line.name), "页号": line.pages, "备注": plain(line.remark)}


def _volume(volume: VolumeOnPaper) -> Fields:
    return {
        "卷名": plain(volume.title),
        "保管期限": plain(volume.retention),
        "立卷人": plain(volume.bound_by),
        "立卷日期": day(volume.bound_on),
        "页数": str(volume.pages) if volume.pages else "",
        "说明": plain(volume.remarks),
        "目录": [_line(line) for line in volume.contents],
    }
