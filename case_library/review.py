"""The road of an entry from draft to published: which steps there are, and that two different people take them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from case_library.errors import CaseLibraryError
from case_library.masking.anonymise import CERTAIN_KINDS, names_of_parties
from case_library.masking.hidden import Masked
from case_library.masking.texts import texts_of
from case_library.precedent import Precedent, ReviewState
from case_library.wording import wording
from nlp.personal_data import find

NEXT_STATES: Mapping[ReviewState, frozenset[ReviewState]] = MappingProxyType(
    {
        ReviewState.DRAFT: frozenset({ReviewState.ANONYMISED, ReviewState.WITHDRAWN}),
        ReviewState.ANONYMISED: frozenset({ReviewState.REVIEWED, ReviewState.DRAFT, ReviewState.WITHDRAWN}),
        ReviewState.REVIEWED: frozenset({ReviewState.PUBLISHED, ReviewState.DRAFT, ReviewState.WITHDRAWN}),
        ReviewState.PUBLISHED: frozenset({ReviewState.WITHDRAWN}),
        ReviewState.WITHDRAWN: frozenset({ReviewState.DRAFT}),
    }
)
_BY_A_SECOND_PERSON = frozenset({ReviewState.REVIEWED})


def moved(case: Precedent, to: ReviewState, *, by: str, last_by: str | None) -> Precedent:
    """Take an entry one step on.

    Args:
        case: the entry as it stands.
        to: the state it shall have.
        by: who takes the step.
        last_by: who took the step before; whoever masked an entry may not be the one who reviews it.

    Raises:
        CaseLibraryError: there is no such step from here, the reviewer is the one who masked, or an entry that still
            holds names of parties or a recorded talk is to be shown.
    """
    say = wording()["review"]
    names = wording()["review_states"]
    if to not in NEXT_STATES[case.review_state]:
        raise CaseLibraryError(say["no_such_step"].format(before=names[case.review_state], after=names[to]))
    if to in _BY_A_SECOND_PERSON and by == last_by:
        raise CaseLibraryError(say["second_person"])
    if to in (ReviewState.REVIEWED, ReviewState.PUBLISHED) and (case.parties or case.dialogue):
        raise CaseLibraryError(say["still_names"])
    return replace(case, review_state=to)


def left_unmasked(case: Precedent, original: Precedent | None, masked: Iterable[Masked]) -> tuple[str, ...]:
    """Give what must not stand in an entry that shall be shown: names of the parties, numbers, wherever they came from.

    Names that were only supposed to be some are not among them: a person may have put them back. Nor are addresses that
    were written in later, since authorities have some too; they are hidden when they are
    written, and may be put back.

    Args:
        case: the entry as it would be shown.
        original: the entry before masking, with the names of the parties.
        masked: what was masked of it.
    """
    known = [*names_of_parties(original)] if original is not None else []
    known += [each.before for each in masked if each.kind in CERTAIN_KINDS]
    text = "\n".join(texts_of(case))
    known += [datum.span.text for datum in find(text) if datum.kind in CERTAIN_KINDS - {"address"}]
    return tuple(dict.fromkeys(word for word in known if word in text))
