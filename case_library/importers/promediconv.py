"""Cases in the format of the ProMediConv collection: kind, description, parties and the recorded dialogue."""

from collections.abc import Mapping
from typing import Any

_OWN_FIELDS = frozenset({"event_type", "event_description", "dialog"})


def is_promediconv(values: Mapping[str, Any]) -> bool:
    """Tell rows of this format by their field names."""
    return values.keys() >= _OWN_FIELDS


def as_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the row under our field names; the dialogue is kept, and is neither indexed nor shown."""
    return {
        "external_id": values.get("id"),
        "source_kind": values.get("event_type"),
        "story": values.get("event_description"),
        "parties": values.get("disputing_parties"),
        "dialogue": values.get("dialog"),
    }
