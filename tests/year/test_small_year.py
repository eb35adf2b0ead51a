"""A year of a hundred disputes on each database; `make year` runs the whole one of five thousand."""

from bot.domain.counting.measures import Period
from bot.domain.staff import Role
from bot.service.read_report import files_behind, read_report
from tests.office_setup import DISTRICT, House
from tests.year.comparison import compare_a_year

SMALL = 100


async def test_the_report_of_each_month_equals_a_count_over_the_events(house: House) -> None:
    result = await compare_a_year(house, SMALL)
    assert result.differences == ()
    assert result.compared > 300
    assert len(result.year.done) == SMALL
    reached = {step for steps in result.year.done.values() for step, _ in steps}
    assert reached >= {
        "accept",
        "agree",
        "perform",
        "fail",
        "refuse",
        "withdraw",
        "decline",
        "refer",
        "confirm",
        "visit",
    }
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    november = Period.month(2026, 11)
    report = (await read_report(house.desk, district, november)).report
    behind = await files_behind(house.desk, district, november, "accepted")
    assert {file.id for file in behind} == set(report.total.files["accepted"])
    for row in report.tables["by_type"]:
        files = await files_behind(house.desk, district, november, "succeeded", table="by_type", key=row.key)
        assert len(files) == row.tally.count("succeeded")
