"""A case as pages show it; where it comes from always stands with it."""

from collections.abc import Sequence
from typing import Any

from bot.service.raw_cases import is_raw
from case_library.excerpt import pieces
from case_library.explain import in_yuan
from case_library.plain_figures import after, in_months
from case_library.precedent import CaseHit, Origin, Precedent, ReviewState, Stretch
from case_library.wording import field_name, origin_name, outcome_name, review_state_name, review_words
from knowledge.organisations import organisation_kinds
from nlp.taxonomy import category_name, subtype_name

Pieces = list[tuple[str, bool]]
"""A text in pieces, each with whether it is marked; a template puts the mark around it and escapes the piece."""

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
        "raw": is_raw(case),
        "caution": review_words("not_for_others") if is_raw(case) and case.story else "",
        "sums": _sums(case),
    }


def hit_row(hit: CaseHit) -> dict[str, Any]:
    """A case that a search found, with the reasons, and the stretch of its text that shows them best."""
    case, shown = hit.case, hit.excerpt
    found: dict[str, Any] = {
        "why": hit.why,
        "score": f"{hit.score:.0%}",
        "marked_title": marked(case, "title", hit.highlights),
        "excerpt": None,
    }
    if shown is not None:
        whole = getattr(case, shown.field) if shown.item is None else getattr(case, shown.field)[shown.item]
        found["excerpt"] = list(pieces(case, shown, hit.highlights))
        found["cut_before"], found["cut_after"] = shown.start > 0, shown.end < len(whole)
        found["excerpt_of"] = "" if shown.field == "story" else field_name(shown.field)
    return case_row(case) | found


def marked(case: Precedent, name: str, highlights: Sequence[Stretch]) -> Pieces:
    """A field of a case in pieces; a list is one text, as `case_lines` shows it."""
    value = getattr(case, name)
    parts = [(None, value)] if isinstance(value, str) else list(enumerate(value))
    found: Pieces = []
    for item, text in parts:
        if item:
            found.append((after(parts[item - 1][1]), False))
        found.extend(pieces(case, Stretch(name, item, 0, len(text)), highlights))
    return found


def _sums(case: Precedent) -> str:
    parts = []
    if case.claimed_yuan is not None:
        parts.append(f"诉求{in_yuan(case.claimed_yuan)}")
    if case.settled_yuan is not None:
        parts.append(f"协议{in_yuan(case.settled_yuan)}")
    return "，".join(parts)


def case_lines(case: Precedent) -> list[tuple[str, str]]:
    """A case as a page shows it, part by part, empty ones too: two cases side by side need the same parts."""
    return [(label, plain(found)) for label, found in marked_lines(case, ())]


def marked_lines(case: Precedent, highlights: Sequence[Stretch]) -> list[tuple[str, Pieces]]:
    """The same with what is like a search marked."""
    kind = organisation_kinds().get(case.organisation_kind)
    months = in_months(case.months_taken) if case.months_taken is not None else ""
    return [
        ("类型", _unmarked(f"{category_name(case.category)} · {subtype_name(case.category, case.subtype)}")),
        *((field_name(name), marked(case, name, highlights)) for name in _PARTS),
        ("金额", _unmarked(_sums(case))),
        ("用时", _unmarked(months)),
        ("结局", _unmarked(outcome_name(case.outcome.value))),
        ("调解组织", _unmarked(kind.name if kind else "")),
        ("年份", _unmarked(f"{case.year}年" if case.year else "")),
    ]


def plain(pieces_of_text: Pieces) -> str:
    """The text without its marks."""
    return "".join(text for text, _ in pieces_of_text)


def _unmarked(text: str) -> Pieces:
    return [(text, False)] if text else []
