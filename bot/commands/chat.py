"""`fengqiao chat`: the conversation in the terminal, or scripted talks from a file."""

import argparse
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from bot.commands.chosen_day import add_today, today_of

_NOON = time(12)
_KNOWN = ("id", "today", "turns")


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("chat", help="在终端里对话；加 --input 按文件里的台词走一遍")
    parser.add_argument(
        "--input", metavar="文件", help='每行一个 {"id", "today", "turns": […]} 的文件；“-”读标准输入；不保存任何内容'
    )
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    if arguments.input is not None:
        return _scripted(arguments)
    from bot.commands.terminal_talk import talk

    return talk(arguments)


def _scripted(arguments: argparse.Namespace) -> int:
    from bot.commands.json_lines import brought_along, run_rows
    from bot.commands.opened_room import open_room

    usual = today_of(arguments)
    room = open_room(usual)

    def answer(row: Mapping[str, Any]) -> dict[str, Any]:
        return {"id": row.get("id"), **played(row, room, usual), **brought_along(row, _KNOWN)}

    return run_rows(arguments.input, None, answer, unit="场")


def played(row: Mapping[str, Any], room: Any, usual: date) -> dict[str, Any]:
    """Play one scripted talk in a fresh conversation and give its result object.

    Raises:
        RowError: The row has no turns, or its date is none.
    """
    from bot.service.front_desk import CHINA
    from bot.service.rehearsal import Rehearsal

    turns, today = _turns(row), _today(row, usual)
    rehearsal = Rehearsal(room, datetime.combine(today, _NOON, CHINA))
    for text in turns:
        rehearsal.say(text)
    return result_of(rehearsal)


def result_of(rehearsal: Any) -> dict[str, Any]:
    """Give the result object of a talk."""
    conversation = rehearsal.conversation
    subject = conversation.subject
    return {
        "turns": [
            {
                "citizen": turn.citizen,
                "replies": [
                    {
                        "text": reply.text,
                        "choices": list(reply.choices),
                        "articles": [{"law": ref.law, "label": ref.label} for ref in reply.cites],
                        "kind": reply.kind,
                    }
                    for reply in turn.replies
                ],
                "rule": turn.rule,
                "holder": turn.holder.value,
            }
            for turn in rehearsal.turns
        ],
        "facts": {name: fact.value for name, fact in subject.facts.items()},
        "category": subject.category,
        "subtype": subject.subtype,
        "risk": conversation.risk.value,
        "route": None if subject.outcome is None else subject.outcome.route,
        "handoffs": [
            {
                "kind": handoff.kind.value,
                "organisation": handoff.organisation_id,
                "risk": handoff.risk.value,
                "phone": handoff.phone,
                "note": handoff.note,
            }
            for handoff in rehearsal.handoffs
        ],
        "disputes": [
            {
                "number": dispute.number,
                "organisation": dispute.application.organisation_id,
                "category": dispute.application.category,
                "subtype": dispute.application.subtype,
                "consented": dispute.application.consented,
            }
            for dispute in rehearsal.disputes
        ],
    }


def _turns(row: Mapping[str, Any]) -> list[str]:
    from bot.commands.json_lines import RowError

    turns = row.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise RowError("no_turns", "这一行没有 turns，或者 turns 不是一串文字")
    return turns


def _today(row: Mapping[str, Any], usual: date) -> date:
    from bot.commands.json_lines import RowError

    given = row.get("today")
    if given is None:
        return usual
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise RowError("bad_today", "today 应当是 2026-11-23 这样的日期") from None
