"""A short imprint of an imported row, by which the same row is known again after its entry was masked and edited.

It outlives the names, which are forgotten when an entry is published. Therefore it is short: a whole digest beside a
masked story would let anyone try names until it fits. One changed row in 65,536 is taken for the same; it would not
have gone in either, it is only not reported.
"""

import hashlib
import json
from dataclasses import replace

from case_library.entry_format import stored
from case_library.precedent import Precedent, ReviewState

_DIGITS = 4
_KIND_APART, _SUBTYPE_APART = ":", "/"
_NO_KIND = "other"


def imprint(row: Precedent) -> str:
    """Give the imprint of an entry as a file gave it: of its kind apart, since that may have been read, not told."""
    bare = replace(row, id="", review_state=ReviewState.DRAFT, category="", subtype=_NO_KIND)
    written = json.dumps(stored(bare), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(written.encode()).hexdigest()[:_DIGITS]
    return f"{digest}{_KIND_APART}{row.category}{_SUBTYPE_APART}{row.subtype}"


def is_imprint_of(known: str, row: Precedent, *, category_was_read: bool, subtype_was_read: bool) -> bool:
    """Say whether a row gave this imprint; a kind that was only read from its story may be another today."""
    mine = imprint(row)
    if category_was_read:
        return known.partition(_KIND_APART)[0] == mine.partition(_KIND_APART)[0]
    if subtype_was_read:
        return known.rpartition(_SUBTYPE_APART)[0] == mine.rpartition(_SUBTYPE_APART)[0]
    return known == mine
