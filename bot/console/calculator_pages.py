"""The calculators for staff: one form a calculator, the result with its steps and articles, to print."""

from typing import Any

from aiohttp import web

from bot.console.law_pages import article_address
from bot.console.session import console_page, signed_in
from bot.dialogue.fact_words import number_in_words
from bot.domain.staff import Action
from bot.errors import BadInput
from bot.service.calculators import calculator_named, computed, described
from bot.web.keys import DESK, ROOM
from bot.web.names import name_of
from knowledge.calculators import Input, stated_numbers
from knowledge.calculators.inputs import InputKind


def add_calculator_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/calculators", show_calculators)
    app.router.add_get("/console/calculators/{name}", show_calculator)


async def show_calculators(request: web.Request) -> web.Response:
    """GET /console/calculators: all of them by field of life, and the numbers that the law itself states."""
    who = await signed_in(request, Action.USE_TOOLS)
    groups: dict[str, list[dict[str, Any]]] = {}
    for calculator in described():
        groups.setdefault(calculator["group"], []).append(calculator)
    stated: dict[str, list[dict[str, Any]]] = {}
    for group, number in stated_numbers():
        cites = [{"text": ref, "address": article_address(ref.law, ref.label)} for ref in number.articles]
        row = {"what": number.what, "value": in_words(number.value, number.unit), "steps": number.steps, "cites": cites}
        stated.setdefault(group, []).append(row)
    return console_page(request, who, "calculators.html", heading="计算器", groups=groups, stated=stated)


async def show_calculator(request: web.Request) -> web.Response:
    """GET /console/calculators/{name}: the form; with its fields in the address also the result. Nothing is stored.

    Raises:
        NotFound: There is no such calculator.
    """
    who = await signed_in(request, Action.USE_TOOLS)
    calculator = calculator_named(request.match_info["name"])
    typed = {field.name: request.query.get(field.name, "").strip() for field in calculator.inputs}
    asked, problem, result = "go" in request.query, "", None
    if asked:
        try:
            result = computed(calculator.name, typed, request.config_dict[ROOM], request.config_dict[DESK].today())
        except BadInput as error:
            problem = error.message
    return console_page(
        request,
        who,
        "calculator.html",
        heading=calculator.what,
        status=400 if problem else 200,
        calculator=calculator,
        typed=typed,
        result=result,
        value="" if result is None else in_words(result["value"], result["unit"]),
        filled=[(field, _shown(field, typed[field.name])) for field in calculator.inputs if typed[field.name]],
        address=article_address,
        state_name=lambda state: name_of("article_state", state),
        problem=problem,
    )


def _shown(field: Input, typed: str) -> str:
    """What was typed, with the label of a choice."""
    if field.kind is InputKind.YES_NO:
        return "是" if typed == "yes" else "否"
    return dict(field.choices).get(typed, typed)


def in_words(value: Any, unit: str) -> str:
    """A value with its unit; empty where there is none."""
    if value is None:
        return ""
    said = number_in_words(tuple(value) if isinstance(value, list) else value)
    return said if unit == "日期" else f"{said} {unit}"
