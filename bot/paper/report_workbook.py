"""The report of a month as an Excel file in the layout of a statistical form."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.counting.measures import count_name, meaning_of, words
from bot.domain.counting.report import TABLES, Report, ReportRow, Tally
from bot.domain.counting.trends import SERIES, HotPlace, MonthlyCounts, SuddenRise
from bot.service.read_report import MonthlyReport
from nlp.taxonomy import category_name

COLUMNS = (
    "registered",
    "accepted",
    "succeeded",
    "failed",
    "success",
    "amount",
    "written",
    "oral",
    "performed",
    "confirmed",
)
_RATE, _MONEY, _DAYS, _COUNT = "0.0%", "#,##0.00", "0.0", "#,##0"
_TITLE = Font(name="黑体", size=16)
_HEAD, _TEXT = Font(name="宋体", size=11, bold=True), Font(name="宋体", size=11)
_LINE = Side(style="thin", color="FF999999")
_BOX = Border(_LINE, _LINE, _LINE, _LINE)
_GREY = PatternFill("solid", fgColor="FFF2F2F2")


def monthly_workbook(monthly: MonthlyReport, unit: str, made_at: datetime) -> bytes:
    """Return the Excel file of a month, of the unit that reports."""
    return report_workbook(
        monthly.report,
        unit=unit,
        made_at=made_at,
        trend=monthly.trend,
        hot=monthly.hot,
        warnings=monthly.rises,
        category_names={code: category_name(code) for code in monthly.report.guided.talks},
    )


def report_workbook(
    report: Report,
    *,
    unit: str,
    made_at: datetime,
    trend: Sequence[MonthlyCounts] = (),
    hot: Sequence[HotPlace] = (),
    warnings: Sequence[SuddenRise] = (),
    category_names: Mapping[str, str],
) -> bytes:
    """Return the Excel file.

    Args:
        report: The numbers.
        unit: Name of the unit that reports.
        made_at: When it was made; carries a zone.
        trend: Months with their counts, oldest first.
        hot: Places with the most disputes.
        warnings: Sudden rises.
        category_names: Names of the kinds of talk that are counted apart.
    """
    book = Workbook()
    summary = book.active
    assert summary is not None  # noqa: S101 - a new workbook has one sheet
    summary.title = words()["titles"]["summary"]
    period = f"{report.period.first:%Y年%m月}"
    head = f"填报单位：{unit}　　报告期：{period}　　生成时间：{made_at:%Y-%m-%d %H:%M}"
    _summary(summary, report, head, category_names)
    for table in TABLES:
        sheet = book.create_sheet(words()["titles"][table])
        rows = report.tables[table]
        _table(sheet, f"人民调解统计表（{words()['titles'][table]}）", head, rows, report.total)
    _trend(book.create_sheet("趋势"), head, trend)
    _warnings(book.create_sheet("热点和预警"), head, hot, warnings)
    _meanings(book.create_sheet("口径"))
    book.properties.creator = unit
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(sheet: Worksheet, report: Report, head: str, category_names: Mapping[str, str]) -> None:
    _heading(sheet, "人民调解情况统计表", head, 4)
    _row(sheet, ["指标", "数", "指标", "数"], _HEAD)
    pairs = list(_figures(report, category_names))
    for left, right in zip(pairs[::2], [*pairs[1::2], None][: len(pairs[::2])], strict=True):
        cells = [left, right or ("", "", None)]
        _row(sheet, [value for name, number, _ in cells for value in (name, number)], _TEXT)
        for place, (_, _, shape) in enumerate(cells):
            if shape:
                sheet.cell(sheet.max_row, 2 * place + 2).number_format = shape
    _widths(sheet, (30, 18, 30, 18))
    _signatures(sheet, 4)


def _figures(report: Report, category_names: Mapping[str, str]) -> Iterable[tuple[str, Any, str | None]]:
    total = report.total
    for code in words()["counts"]:
        yield count_name(code), total.count(code), _COUNT
        if code in total.prevented_people:
            yield f"{count_name(code)}（人）", total.prevented_people[code], _COUNT
    yield count_name("people"), total.people, _COUNT
    yield count_name("amount"), float(total.amount), _MONEY
    for code in words()["rates"]:
        yield count_name(code), _or_dash(total.rate(code)), _RATE
    for row in report.levels:
        yield f"{row.name}（就地化解率）", _or_dash(row.tally.rate("local")), _RATE
    yield "满意率", _or_dash(total.satisfaction), _RATE
    for code, span in total.spans.items():
        yield f"{count_name(code)}，平均", _or_dash(span.mean), _DAYS
        yield f"{count_name(code)}，中位数", _or_dash(span.median), _DAYS
    for category, number in report.guided.talks.items():
        yield f"引导（不计入）：{category_names.get(category, category)}", number, _COUNT


def _table(sheet: Worksheet, title: str, head: str, rows: Sequence[ReportRow], total: Tally) -> None:
    _heading(sheet, title, head, len(COLUMNS) + 1)
    _row(sheet, ["项目", *map(count_name, COLUMNS)], _HEAD)
    for name, tally in [*((row.name, row.tally) for row in rows), (words()["titles"]["total"], total)]:
        _row(sheet, [name, *(_value(tally, code) for code in COLUMNS)], _TEXT)
        for place, code in enumerate(COLUMNS, start=2):
            sheet.cell(sheet.max_row, place).number_format = {"success": _RATE, "amount": _MONEY}.get(code, _COUNT)
    _widths(sheet, (26, *[14] * len(COLUMNS)))
    sheet.freeze_panes = "B4"
    _signatures(sheet, len(COLUMNS) + 1)


def _trend(sheet: Worksheet, head: str, trend: Sequence[MonthlyCounts]) -> None:
    _heading(sheet, "逐月趋势", head, len(SERIES) + 1)
    _row(sheet, ["月份", *map(count_name, SERIES)], _HEAD)
    for month in trend:
        _row(sheet, [f"{month.period.first:%Y-%m}", *(month.counts[code] for code in SERIES)], _TEXT)
    _widths(sheet, (14, *[14] * len(SERIES)))


def _warnings(sheet: Worksheet, head: str, hot: Sequence[HotPlace], warnings: Sequence[SuddenRise]) -> None:
    _heading(sheet, "热点地点和异常上升", head, 4)
    _row(sheet, ["地点", "本期登记", "以往月均", "说明"], _HEAD)
    for place in hot:
        _row(sheet, [place.place, len(place.files), round(place.usual, 1), "本期登记最多的地点"], _TEXT)
    for rise in warnings:
        words_of = f"{rise.type_name}突然增多（偶然出现的可能性 {rise.chance:.2%}）"
        _row(sheet, [rise.place, len(rise.files), round(rise.usual, 1), words_of], _TEXT)
    _widths(sheet, (26, 12, 12, 46))


def _meanings(sheet: Worksheet) -> None:
    _row(sheet, ["指标", "怎么数"], _HEAD)
    for section in ("counts", "sums", "rates", "spans"):
        for code in words()[section]:
            _row(sheet, [count_name(code), meaning_of(code)], _TEXT)
    for code in ("satisfaction", "waiting", "guided"):
        _row(sheet, [words()[code]["name"], words()[code]["meaning"]], _TEXT)
    _widths(sheet, (34, 90))


def _value(tally: Tally, code: str) -> Any:
    if code == "amount":
        return float(tally.amount)
    return _or_dash(tally.rate(code)) if code in words()["rates"] else tally.count(code)


def _or_dash(value: float | None) -> float | str:
    return "—" if value is None else value


def _heading(sheet: Worksheet, title: str, head: str, columns: int) -> None:
    for number, (text, font, height) in enumerate(((title, _TITLE, 30), (head, _TEXT, 20)), start=1):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=columns)
        cell = sheet.cell(number, 1, text)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.row_dimensions[number].height = height
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _row(sheet: Worksheet, values: Sequence[Any], font: Font) -> None:
    sheet.append([_harmless(value) for value in values])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.border = font, _BOX
        cell.alignment = Alignment(vertical="center", wrap_text=True, horizontal="center" if font is _HEAD else None)
        if font is _HEAD:
            cell.fill = _GREY


def _harmless(value: Any) -> Any:
    """A text that begins like a formula must stay a text: places are typed by people."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@"} else value


def _signatures(sheet: Worksheet, columns: int) -> None:
    sheet.append([])
    sheet.append(["单位负责人：　　　　　　审核人：　　　　　　填表人：　　　　　　填表日期："])
    sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=columns)
    sheet.cell(sheet.max_row, 1).font = _TEXT


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
