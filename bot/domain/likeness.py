"""How like two files are: the same dispute may have been reported twice. Pure; people decide, never this."""

from collections.abc import Iterable
from datetime import timedelta

from rapidfuzz import fuzz

from bot.domain.dispute_file import DisputeFile, Party

ENOUGH = 60
"""From this score on two files are shown to staff as perhaps the same."""
_SAME_NAME, _SAME_PLACE, _SAME_STORY = 88, 85, 70
"""rapidfuzz ratios (0 to 100) from which two texts count as the same."""
_NEAR = timedelta(days=30)
_SAME_DAY = timedelta(days=3)
_POINTS = {
    "same_applicant": 25,
    "same_respondent": 35,
    "crosswise": 55,
    "kind": 10,
    "place": 10,
    "time": 10,
    "story": 20,
}


def likeness(one: DisputeFile, other: DisputeFile) -> tuple[int, tuple[str, ...]]:
    """Score two files from 0 to 100, with the reasons; 0 where no party is shared.

    The parties count most, also crosswise (both sides reported it); then the story, the kind, the place, the time.
    """
    reasons = [
        code
        for code, like in (
            ("same_applicant", _shared(one.applicants, other.applicants)),
            ("same_respondent", _shared(one.respondents, other.respondents)),
        )
        if like
    ]
    if _shared(one.applicants, other.respondents) and _shared(one.respondents, other.applicants):
        reasons = ["crosswise"]
    if not reasons:
        return 0, ()
    first, second = one.dispute, other.dispute
    if first.application.category == second.application.category:
        reasons.append("kind")
    if first.place and second.place and fuzz.token_set_ratio(first.place, second.place) >= _SAME_PLACE:
        reasons.append("place")
    if _same_time(one, other):
        reasons.append("time")
    if fuzz.partial_ratio(first.application.summary[:500], second.application.summary[:500]) >= _SAME_STORY:
        reasons.append("story")
    return min(sum(_POINTS[code] for code in reasons), 100), tuple(reasons)


def _shared(ones: Iterable[Party], others: Iterable[Party]) -> bool:
    return any(_same_party(one, other) for one in ones for other in others)


def _same_party(one: Party, other: Party) -> bool:
    """The same telephone number, or names that sound the same and numbers that do not contradict."""
    if one.phone and one.phone == other.phone:
        return True
    contradicted = one.phone and other.phone and one.phone != other.phone
    if contradicted or not one.name.strip() or not other.name.strip():
        return False
    return fuzz.ratio("".join(one.name.split()), "".join(other.name.split())) >= _SAME_NAME


def _same_time(one: DisputeFile, other: DisputeFile) -> bool:
    first, second = one.dispute, other.dispute
    if first.happened_on and second.happened_on:
        return abs(first.happened_on - second.happened_on) <= _SAME_DAY
    return abs(first.registered_at - second.registered_at) <= _NEAR
