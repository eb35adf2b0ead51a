"""A scripted year: disputes on all roads, through the public functions of the service, over a clock moved by hand."""

import heapq
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.dispute import DisputeApplication, DisputeSource
from bot.domain.docket_steps import docket
from bot.domain.staff import Role, StaffMember
from bot.service.register_walk_in import register_walk_in
from bot.service.take_step import take_step
from knowledge.organisations import organisation_kinds
from nlp.findings import Risk
from nlp.taxonomy import taxonomy
from tests.office_setup import DISTRICT, House
from tests.unit.bot.domain.docket_files import filled

CHINA = ZoneInfo("Asia/Shanghai")
FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)
PLACES = ("麓谷街道", "东方红街道", "雷锋街道", "白马街道", "麓谷公园东", "尖山路", "")
SOURCES = {
    DisputeSource.WALK_IN: 50,
    DisputeSource.OWN_MOTION: 10,
    DisputeSource.SCREENING: 12,
    DisputeSource.COURT_ASSIGNED: 8,
    DisputeSource.COURT_ENTRUSTED: 2,
    DisputeSource.PROCURATORATE: 1,
    DisputeSource.POLICE: 10,
    DisputeSource.PETITION: 5,
    DisputeSource.OTHER_BODY: 2,
}
ROADS = {
    "performed": 36,
    "on_the_spot": 12,
    "failed": 14,
    "confirmed": 9,
    "unconfirmed": 4,
    "defaulted": 6,
    "declined": 5,
    "refused": 5,
    "withdrawn": 4,
    "referred": 3,
    "joined": 2,
}
RISKS = {Risk.GREEN: 10, Risk.YELLOW: 75, Risk.ORANGE: 12, Risk.RED: 3}

Move = tuple[int, str, dict[str, Any]]
"""Days to wait, step, changes of its form."""


@dataclass
class Year:
    """What the generator did: for each file its steps with their days."""

    done: dict[str, list[tuple[str, date]]] = field(default_factory=dict)
    steps: int = 0


async def run_year(house: House, disputes: int, *, seed: int = 2026) -> Year:
    """Register so many disputes over a year and take each along a road until the year ends.

    Args:
        house: A house with a clock moved by hand; it is set to the year 2026.
        disputes: How many.
        seed: Of the random choices: the same seed gives the same year.
    """
    chance = random.Random(seed)
    year = Year()
    house.clock.moment = _morning(FIRST_DAY)
    head = await house.staff("区级值班", Role.DISTRICT, DISTRICT, here=False)
    bodies = [o.id for o in house.desk.room.directory.organisations if organisation_kinds()[o.kind].mediates]
    days = sorted(chance.randint(0, (LAST_DAY - FIRST_DAY).days) for _ in range(disputes))
    order = itertools.count()
    waiting: list[tuple[date, int, str, Iterator[Move], str, dict[str, Any]]] = []
    latest: str | None = None
    for offset in days:
        today = FIRST_DAY + timedelta(days=offset)
        await _until(house, head, waiting, today, order, year)
        house.clock.moment = _morning(today) + timedelta(minutes=chance.randint(0, 400))
        source = _one(chance, SOURCES)
        lead = source is DisputeSource.SCREENING
        application = _application(chance, chance.choice(bodies), source)
        dispute = await register_walk_in(house.desk, head, application, lead=lead)
        year.done[dispute.id] = [("register", today)]
        moves = _road(chance, head, lead=lead, joins=latest)
        latest = dispute.number if not lead else latest
        _next(waiting, today, dispute.id, moves, order)
    await _until(house, head, waiting, LAST_DAY, order, year)
    house.clock.moment = _morning(LAST_DAY)
    return year


async def _until(
    house: House, head: StaffMember, waiting: list[Any], today: date, order: Iterator[int], year: Year
) -> None:
    """Take every step that falls before or on a day, in the order of days."""
    while waiting and waiting[0][0] <= today:
        day, _, dispute_id, moves, step_id, changes = heapq.heappop(waiting)
        house.clock.moment = max(_morning(day) + timedelta(hours=7), house.clock.moment)
        if step_id == "join" and not await _joinable(house, changes["other_file"]):
            continue
        if isinstance(changes.get("instalments"), _Instalments):
            changes = {**changes, "instalments": changes["instalments"].due(house.desk.today())}
        values = filled(docket().steps[step_id], house.desk.today(), **changes)
        await take_step(house.desk, head, dispute_id, step_id, values)
        year.done[dispute_id].append((step_id, house.desk.today()))
        year.steps += 1
        _next(waiting, day, dispute_id, moves, order)


async def _joinable(house: House, number: str) -> bool:
    async with house.storage.unit_of_work(reading=True) as uow:
        other = await uow.disputes.by_number(number)
    return other is not None and other.is_open


def _next(waiting: list[Any], today: date, dispute_id: str, moves: Iterator[Move], order: Iterator[int]) -> None:
    move = next(moves, None)
    if move is not None:
        wait, step_id, changes = move
        heapq.heappush(waiting, (today + timedelta(days=wait), next(order), dispute_id, moves, step_id, changes))


def _road(chance: random.Random, head: StaffMember, *, lead: bool, joins: str | None) -> Iterator[Move]:
    road = _one(chance, ROADS)
    if lead:
        if chance.random() < 0.2:
            yield chance.randint(0, 3), "lead_lapsed", {}
            return
        yield chance.randint(0, 5), "lead_applied", {}
    if road == "joined" and joins is not None:
        yield 1, "join", {"other_file": joins}
        return
    if road == "refused":
        yield (
            chance.randint(0, 3),
            "refuse",
            {"reason": chance.choice(["forbidden", "no_respondent", "administrative"])},
        )
        yield chance.randint(20, 40), "archive", {}
        return
    if road == "withdrawn":
        yield chance.randint(0, 6), "withdraw", {"reason": "settled_alone"}
        return
    difficulty = "hard" if chance.random() < 0.15 else "plain"
    yield chance.randint(0, 4), "accept", {"difficulty": difficulty}
    yield chance.randint(0, 2), "assign", {"mediators": [head.id]}
    if road == "declined":
        yield chance.randint(0, 5), "decline", {"reason": "respondent_declines"}
        return
    if road == "referred":
        yield chance.randint(0, 5), "refer", {}
        yield chance.randint(3, 15), "receipt", {}
        return
    yield 0, "inform", {}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        yield chance.randint(0, 8), "session", {}
    if road == "failed":
        yield from _fail(chance)
        return
    yield from _agreement(chance, road)


def _agreement(chance: random.Random, road: str) -> Iterator[Move]:
    parts = 0 if road == "on_the_spot" else chance.choice((1, 2, 3))
    yield chance.randint(0, 3), "agree", _terms(chance, parts, oral=road == "on_the_spot")
    if road == "on_the_spot":
        yield 0, "perform", {"reason": "performed_on_spot"}
    elif road == "performed":
        for part in range(1, parts + 1):
            yield chance.randint(1, 20), "perform_part", {"instalment": part, "paid": ""}
        yield 0, "perform", {"reason": "performed_on_time"}
    elif road == "defaulted":
        yield chance.randint(15, 50), "default", {"instalment": 1, "reason": "unwilling"}
        yield chance.randint(5, 20), "unperformed", {"reason": chance.choice(["sued", "payment_order", "enforcement"])}
    else:
        yield chance.randint(1, 25), "apply_confirmation", {}
        if road == "unconfirmed":
            yield from _refused_by_court(chance)
            return
        yield chance.randint(3, 20), "confirm", {}
        reason = "confirmed_performing" if chance.random() < 0.7 else "confirmed_enforcement"
        yield chance.randint(1, 10), "close_confirmed", {"reason": reason}
    yield chance.randint(5, 30), "visit", _visit(chance)
    if chance.random() < 0.6:
        yield chance.randint(1, 20), "archive", {}


def _refused_by_court(chance: random.Random) -> Iterator[Move]:
    yield chance.randint(3, 20), "confirmation_refused", {"reason": "rejected"}
    yield chance.randint(1, 9), "remediate", {}
    yield chance.randint(1, 9), "session", {}
    if chance.random() < 0.5:
        yield from _fail(chance)
        return
    yield 0, "agree", _terms(chance, 1, oral=False)
    yield chance.randint(1, 30), "perform_part", {"instalment": 1, "paid": ""}
    yield 0, "perform", {"reason": "performed_late"}


def _fail(chance: random.Random) -> Iterator[Move]:
    prevented = {"prevented": chance.choice(["crime", "petition"]), "prevented_people": chance.randint(1, 30)}
    yield (
        chance.randint(1, 10),
        "fail",
        {"reason": "too_far_apart", **(prevented if chance.random() < 0.1 else _NOTHING)},
    )
    yield chance.randint(25, 40), "visit", {**_visit(chance), "performance": "not_applicable"}


_NOTHING = {"prevented": "", "prevented_people": ""}


def _visit(chance: random.Random) -> dict[str, Any]:
    lawsuit = "revoked" if chance.random() < 0.01 else "none"
    return {"satisfaction": str(chance.choice((5, 5, 5, 4, 4, 3, 2, 1))), "lawsuit": lawsuit}


def _terms(chance: random.Random, parts: int, *, oral: bool) -> dict[str, Any]:
    """An agreement with so many instalments of money, due every other week."""
    amounts = [Decimal(chance.randint(1, 5_000_000)) / 100 for _ in range(parts)]
    prevented = {"prevented": chance.choice(["suicide", "brawl"]), "prevented_people": chance.randint(1, 9)}
    total = sum(amounts, Decimal(0))
    return {
        "form": "oral" if oral else "written",
        "amount": str(total) if parts else str(Decimal(chance.randint(1, 90_000)) / 100),
        "instalments": _Instalments(amounts),
        **(prevented if chance.random() < 0.05 else _NOTHING),
    }


class _Instalments(list[Decimal]):
    """Amounts; their days are counted from the day of the agreement, which the script does not know beforehand."""

    def due(self, today: date) -> list[dict[str, Any]]:
        return [
            {"due_on": today + timedelta(days=14 * place), "amount": str(amount)}
            for place, amount in enumerate(self, start=1)
        ]


def _application(chance: random.Random, organisation_id: str, source: DisputeSource) -> DisputeApplication:
    kinds = {code: each for code, each in taxonomy().categories.items() if each.mediable}
    category = chance.choice(list(kinds))
    return DisputeApplication(
        organisation_id=organisation_id,
        category=category,
        subtype=chance.choice(list(kinds[category].subtypes)),
        risk=_one(chance, RISKS),
        summary="双方为这件事争执，请求调解。",
        facts={"headcount": chance.choice((1, 1, 1, 2, 5, 12)), "place": chance.choice(PLACES)},
        applicant_name=f"申请人{chance.randint(1, 9999)}",
        other_party=f"对方{chance.randint(1, 9999)}",
        request="请求调解",
        consented=True,
        source=source,
    )


def _one(chance: random.Random, weights: dict[Any, int]) -> Any:
    return chance.choices(list(weights), weights=list(weights.values()))[0]


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
