"""A case as pages show it; where it comes from always stands with it."""

from collections.abc import Sequence
from typing import Any

from case_library.explain import in_yuan
from case_library.precedent import CaseHit, Origin, Precedent, ReviewState
from case_library.wording import field_name, origin_name, outcome_name, review_state_name
from knowledge.organisations import organisation_kinds
from nlp.taxonomy import category_name, subtype_name

_PARTS = ("story", "relation", "disputed", "methods", "result", "terms", "legal_basis", "comment", "tags")


def case_row(case: Precedent) -> dict[str, Any]:
    """A case as a list shows it."""
    return {
        "id": case.id,
        "title": case.title,
        "year": case.year,
        "illustrative": case.origin is Origin.ILLUSTRATIVE,
        "origin_name": origin_name(case.origin.value),
        "category_name": category_name(case.category),
        "subtype_name": subtype_name(case.category, case.subtype),
        "outcome_name": outcome_name(case.outcome.value),
        "state_name": "" if case.review_state is ReviewState.PUBLISHED else review_state_name(case.review_state.value),
        "sums": _sums(case),
    }


def hit_row(hit: CaseHit) -> dict[str, Any]:
    """A case that a search found, with the reasons."""
    return case_row(hit.case) | {"why": hit.why, "score": f"{hit.score:.0%}"}


def _sums(case: Precedent) -> str:
    parts = []
    if case.claimed_yuan is not None:
        parts.append(f"诉求{in_yuan(case.claimed_yuan)}")
    if case.settled_yuan is not None:
        parts.append(f"协议{in_yuan(case.settled_yuan)}")
    return "，".join(parts)


def case_lines(case: Precedent) -> list[tuple[str, str]]:
    """A case as a page shows it, part by part, empty ones too: two cases side by side need the same parts."""
    kind = organisation_kinds().get(case.organisation_kind)
    months = f"{case.months_taken:g}个月" if case.months_taken is not None else ""
    return [
        ("类型", f"{category_name(case.category)} · {subtype_name(case.category, case.subtype)}"),
        *((field_name(name), _text(getattr(case, name))) for name in _PARTS),
        ("金额", _sums(case)),
        ("用时", months),
        ("结局", outcome_name(case.outcome.value)),
        ("调解组织", kind.name if kind else ""),
        ("年份", f"{case.year}年" if case.year else ""),
    ]


def _text(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else "；".join(value)
