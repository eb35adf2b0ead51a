"""The Excel report: its numbers are those of the report, and a place that looks like a formula is none."""

from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import load_workbook

from bot.domain.counting.counted_files import CountedFile, FirstPage
from bot.domain.counting.measures import Period
from bot.domain.counting.report import Guided, OrganisationNames, make_report
from bot.domain.counting.trends import early_warnings, hot_places, month_by_month
from bot.paper.report_workbook import report_workbook

NOVEMBER = Period.month(2026, 11)


def test_the_numbers_are_those_of_the_report() -> None:
    files = [
        CountedFile(
            FirstPage(
                f"f{n}", "a", "labour", "walk_in", "application", date(2026, 11, 2), "=1+1", people=3, agreed_fen=12_345
            ),
            accepted_on=date(2026, 11, 3),
            agreed_on=date(2026, 11, 20 + n),
            written=True,
        )
        for n in range(4)
    ]
    report = make_report(
        files, NOVEMBER, OrganisationNames({"a": "甲社区"}, {"a": "community"}), Guided({"criminal": 7})
    )
    content = report_workbook(
        report,
        unit="示例区",
        made_at=datetime(2026, 12, 1, tzinfo=UTC),
        trend=month_by_month(files, NOVEMBER),
        hot=hot_places(files, NOVEMBER),
        warnings=early_warnings(files, NOVEMBER),
        category_names={"criminal": "刑事"},
    )
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == [
        "汇总",
        "按纠纷类型",
        "按案件来源",
        "按组织",
        "按组织级别",
        "按地点",
        "趋势",
        "热点和预警",
        "口径",
    ]
    values = [[cell.value for cell in row] for row in book["汇总"].iter_rows(min_row=4)]
    figures = {row[place]: row[place + 1] for row in values for place in (0, 2)}
    assert figures["受理"] == 4
    assert figures["当事人数"] == 12
    assert figures["协议涉及金额（元）"] == 493.8
    assert figures["调解成功率"] == 1
    assert figures["协议履行率"] == "—"
    assert figures["引导（不计入）：刑事"] == 7
    assert "报告期：2026年11月" in book["汇总"]["A2"].value
    by_type = {row[0].value: row[2].value for row in book["按纠纷类型"].iter_rows(min_row=4)}
    assert by_type["劳动争议"] == by_type["合计"] == 4
    place = book["按地点"]["A4"]
    assert (place.value, place.data_type) == ("'=1+1", "s")
    assert [cell.value for cell in book["趋势"][16]] == ["2026-11", 4, 4, 4, 0]
