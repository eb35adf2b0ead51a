"""The year counted once more, straight from the rows of events, by rules written apart from the report's."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.storage import Storage

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass
class MonthCount:
    """Numbers of one month."""

    numbers: Counter[str] = field(default_factory=Counter)
    amount_fen: int = 0
    people: int = 0
    by_type: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    by_organisation: Counter[str] = field(default_factory=Counter)


async def count_by_month(storage: Storage, report_types: Mapping[str, str]) -> dict[str, MonthCount]:
    """Count each month from the tables; `report_types` names the type of a category."""
    async with storage.engine.connect() as connection:
        files = {
            row.id: row
            for row in await connection.execute(
                text("SELECT id, organisation_id, category, source, registered_at, people, agreed_fen FROM disputes")
            )
        }
        events = (
            await connection.execute(
                text("SELECT dispute_id, step, day, reason, details FROM dispute_events ORDER BY id")
            )
        ).all()
    months: dict[str, MonthCount] = defaultdict(MonthCount)
    last_agreement: dict[str, tuple[str, dict[str, Any]]] = {}
    accepted: set[str] = set()
    for row in files.values():
        month = months[_month_of_moment(row.registered_at)]
        month.numbers["registered"] += 1
        month.numbers["screened"] += row.source == "screening"
    for event in events:
        if event.step == "register" or not event.day:
            continue
        name, file = str(event.day)[:7], files[event.dispute_id]
        numbers, details = months[name].numbers, _json(event.details)
        match event.step:
            case "accept":
                accepted.add(event.dispute_id)
                numbers["accepted"] += 1
                numbers["hard"] += details.get("difficulty") == "hard"
                group = {"walk_in": "application", "assistant": "application", "own_motion": "own_motion"}
                group |= {"screening": "own_motion"}
                numbers[group.get(file.source, "entrusted")] += 1
                months[name].people += file.people
                months[name].by_type[report_types[file.category]] += 1
                months[name].by_source[file.source] += 1
                months[name].by_organisation[file.organisation_id] += 1
            case "agree":
                last_agreement[event.dispute_id] = (name, details)
            case "remediate":
                last_agreement.pop(event.dispute_id, None)
            case "fail":
                numbers["failed"] += 1
                if details.get("prevented"):
                    numbers[details["prevented"]] += 1
            case "decline":
                numbers["failed"] += event.dispute_id in accepted
            case "refuse" | "withdraw" | "refer" | "join":
                numbers[
                    {"refuse": "refused", "withdraw": "withdrawn", "refer": "referred", "join": "joined"}[event.step]
                ] += 1
            case "lead_lapsed":
                numbers["lapsed"] += 1
            case "perform":
                numbers["performed"] += 1
            case "unperformed":
                numbers["unperformed"] += 1
                numbers["payment_order"] += event.reason == "payment_order"
            case "close_confirmed":
                numbers["performed" if event.reason == "confirmed_performing" else "unperformed"] += 1
            case "apply_confirmation":
                numbers["court_applied"] += 1
            case "confirm":
                numbers["confirmed"] += 1
            case "visit":
                mark = int(details.get("satisfaction") or 0)
                numbers["asked"] += mark > 0
                numbers["satisfied"] += mark >= 4
                numbers["set_aside"] += details.get("lawsuit") in ("changed", "revoked", "void")
    for dispute_id, (name, details) in last_agreement.items():
        numbers = months[name].numbers
        numbers["succeeded"] += 1
        numbers[details["form"]] += 1
        months[name].amount_fen += files[dispute_id].agreed_fen or 0
        if details.get("prevented"):
            numbers[details["prevented"]] += 1
    return months


def _json(value: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(value) if isinstance(value, str) else value or {}
    return loaded


def _month_of_moment(value: Any) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo("UTC"))
    local: date = moment.astimezone(CHINA).date()
    return local.isoformat()[:7]
