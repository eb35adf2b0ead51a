"""Which texts of a case are shown and may tell who somebody is."""

from case_library.precedent import Precedent

TEXTS = ("title", "story", "relation", "result", "comment")
LISTS = ("disputed", "methods", "terms", "tags")


def texts_of(case: Precedent) -> list[str]:
    """Give every text of a case that is shown and may tell who somebody is."""
    return [getattr(case, name) for name in TEXTS] + [item for name in LISTS for item in getattr(case, name)]
