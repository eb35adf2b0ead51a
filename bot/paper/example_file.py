"""An invented file with every field filled: what templates are checked against, and what a preview shows."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

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

EXAMPLE_STAMP = DocumentStamp("（2026）示例人调字第7号-3", 1, "7F2C-91AA-03DE-5B60")

_ACCOUNT = "示例银行 账号尾号0001"
_DUTIES = (
    Duty("示例装饰公司", "王示例", "第一期修复费", Decimal(3000), date(2026, 12, 1), "银行转账", _ACCOUNT),
    Duty("示例装饰公司", "王示例", "第二期修复费", Decimal(2000), date(2027, 1, 4), "银行转账", _ACCOUNT),
    Duty("王示例", "示例装饰公司", "施工时开门并提供水电", None, date(2026, 12, 10), "到场", "", "示例小区1栋101室"),
)

EXAMPLE_FILE = FileForForms(
    number="（2026）示例人调字第7号",
    organisation="示例街道人民调解委员会",
    kind_name="邻里纠纷（漏水）",
    source_name="依申请",
    parties=(
        PartyOnPaper(
            "申请人", "王示例", "女", "汉族", "52岁", "退休", "（示例）0000-0000", "示例小区1栋101室", "", "李代理"
        ),
        PartyOnPaper(
            "被申请人", "示例装饰公司", "", "", "", "", "（示例）0000-0001", "示例路8号", "赵示例", "", is_unit=True
        ),
    ),
    summary="2026年10月8日，楼上201室装修时挖断水管，水漏到101室，客厅吊顶、墙面和一组柜子泡坏。双方对修复费用谈了两次没有谈拢。",
    requests=("赔偿修复费用5000元；", "一个月内修好漏水的管道。"),
    applied_on=date(2026, 10, 20),
    accepted_on=date(2026, 10, 22),
    closed_on=date(2026, 11, 5),
    registrar="周登记",
    mediators=("陈调解", "刘调解"),
    outcome="达成协议并履行",
    agreement=AgreementOnPaper(
        facts="2026年10月8日，示例装饰公司在201室施工时挖断水管，致使101室客厅被淹。",
        issues="修复费用由谁承担、数额多少。示例装饰公司承认施工不当，承担全部责任。",
        terms=("示例装饰公司赔偿王示例修复费用，分两期付清；", "示例装饰公司修好漏水管道，王示例予以配合。"),
        duties=_DUTIES,
        total=Decimal(5000),
        default_clause="任何一期逾期七日仍未支付的，未付部分全部到期，并自逾期之日起按未付金额每日万分之三支付违约金。",
        agreed_on=date(2026, 11, 5),
    ),
    meeting=MeetingOnPaper(
        held_at=datetime(2026, 11, 5, 9, 30),  # noqa: DTZ001 - wall time on a form
        place="示例街道第一调解室",
        present="社区网格员",
        asked="王示例",
        mediators="陈调解、刘调解",
        recorder="周登记",
        words="王示例：水是从楼上下来的，有照片。\n示例装饰公司：是我们施工时碰断的，愿意负责，但报价太高。\n调解员出示了两家报价，说明了相邻各方应当互相方便。",
        proposals="赔偿5000元，分两期支付；十日内修好管道。",
        result="达成协议。",
    ),
    visit=VisitOnPaper(
        visited_at=datetime(2026, 12, 8, 15, 0),  # noqa: DTZ001
        visitor="陈调解",
        visited="王示例",
        reason="第一期到期回访",
        performance="第一期3000元已按期收到，管道已修好。",
        satisfaction="满意",
        lawsuit="没有",
        hidden_risk="没有",
        steps="提醒第二期付款日期。",
    ),
    notice=NoticeOnPaper(
        addressee="王示例",
        reason="本件已由人民法院立案受理。",
        reasons=("人民法院已经受理",),
        roads=("向人民法院了解立案情况：诉讼服务热线12368；", "申请法律援助：12348。"),
        materials=("申请书复印件1份2页；", "照片6张。"),
        consent="王示例于2026年10月21日书面同意把上述材料交给贵单位。",
        day=date(2026, 10, 21),
    ),
    volume=VolumeOnPaper(
        title="王示例与示例装饰公司邻里纠纷",
        retention="10年",
        bound_by="周登记",
        bound_on=date(2026, 12, 20),
        pages=9,
        remarks="没有缺漏。",
        contents=(
            ContentsLine(1, "人民调解申请书", "1"),
            ContentsLine(2, "权利义务告知书", "2-3"),
            ContentsLine(3, "人民调解协议书", "4-5", "原件扫描"),
        ),
    ),
    court="示例区人民法院",
)


def with_names_of_500() -> FileForForms:
    """The example with a party whose name has 500 characters and mark-up in it: what a page must survive."""
    long = replace(EXAMPLE_FILE.parties[0], name="长" * 480 + "<b>&\"'</b>]]>&amp;末")
    return replace(EXAMPLE_FILE, parties=(long, *EXAMPLE_FILE.parties[1:]))
