"""Taking persons out of a case before it is shown: names, small places, numbers, employers; a human confirms."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from case_library.masking.cautions import warnings_about
from case_library.masking.doubts import MASKED, MaskedText, doubtful_words, masked_text
from case_library.masking.hidden import Masked, hide
from case_library.masking.long_numbers import long_numbers
from case_library.masking.named_bodies import named_bodies
from case_library.masking.people import given_names_alone, pseudonyms_of
from case_library.masking.seen_names import SeenName, seen_names
from case_library.masking.small_places import small_places
from case_library.masking.tagger import Reading
from case_library.masking.texts import texts_of, with_texts
from case_library.precedent import Precedent, ReviewState
from nlp.lexicon import lexicon
from nlp.personal_data import find

CERTAIN_KINDS = frozenset(
    {"phone", "landline", "id_number", "bank_number", "plate", "email", "passport", "messenger", "address"}
)
"""Kinds told by their form, about which no person can be of another opinion."""
_MASK = "某"
_MARKS = re.compile("[某［］]")
_SURE_REST = 0.5
_BEFORE_ADDRESS = re.compile(r"[他她我你其现家]{0,2}(?:[被在到住从把]|将(?!军))+")
_BETWEEN_PARTIES = re.compile(r"[、，,；;/\s]+")
_BESIDE = re.compile(r"[（(].*?[）)]")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}")


@dataclass(frozen=True, slots=True)
class Anonymised:
    """A case without persons, the list of what was masked for the human who confirms, and warnings (Chinese)."""

    case: Precedent
    masked: tuple[Masked, ...]
    warnings: tuple[str, ...]


def anonymise(case: Precedent, known_names: Iterable[str] = ()) -> Anonymised:
    """Mask what tells who the people of a case are.

    The same person is called the same in every field: 李某; of several with one surname 李某甲, 李某乙. Parties,
    dialogue and the number in the office's books are dropped. The case comes back as `anonymised`: a second person
    still has to review and publish it.

    Args:
        case: the case as it was recorded.
        known_names: names known beside those of the parties: representatives, witnesses, the mediator.
    """
    known = [*names_of_parties(case), *known_names]
    cleaned, masked, texts = without_names(case, known)
    entry, masked = hide(cleaned, (word for text in texts for word in doubtful_words(text)), masked, known=())
    entry = replace(entry, parties=(), dialogue=(), external_id=None, review_state=ReviewState.ANONYMISED)
    return Anonymised(entry, masked, warnings_about(entry, parties_known=bool(known)))


def mask_what_is_new(
    edited: Precedent, before: Precedent, masked: Iterable[Masked], known: Collection[str]
) -> tuple[Precedent, tuple[Masked, ...]]:
    """Hide what was written into a masked case and is, or might be, a name: what stood in it before was decided upon.

    A party is called what it was called; other words get a numbered mark, so that what is no name can be put back.

    Args:
        edited: the case as somebody wrote it.
        before: the case before.
        masked: what was masked up to now.
        known: names of the parties.
    """
    stood = "\n".join(texts_of(before))
    _, found, texts = without_names(edited, known)
    words = dict.fromkeys([each.before for each in found] + [word for text in texts for word in doubtful_words(text)])
    new = [word for word in words if word not in stood and _MARKS.search(word) is None]
    certain = {each.before for each in masked if each.kind in CERTAIN_KINDS}
    return hide(edited, new, masked, {*known, *certain})


def without_names(
    case: Precedent, known: Collection[str]
) -> tuple[Precedent, tuple[Masked, ...], tuple[MaskedText, ...]]:
    """Mask what is surely or probably a name, a place, a number; give the texts too, for what may be one yet."""
    readings = {text: Reading(text) for text in texts_of(case)}
    seen = {text: tuple(seen_names(reading)) for text, reading in readings.items()}
    pseudonyms = pseudonyms_of(readings.values(), seen.values(), known)
    bodies = {name.text: name for names in seen.values() for name in names if name.everywhere and name.kind != "name"}
    masked: list[Masked] = []
    texts: list[MaskedText] = []

    def clean(field: str, text: str) -> str:
        pieces, places, last = [], [], 0
        for start, end, kind, after in _found(
            readings[text], pseudonyms, (*seen[text], *_standing_again(text, bodies))
        ):
            masked.append(Masked(field, kind, text[start:end], after))
            pieces += [text[last:start], after]
            places += [*range(last, start), *[MASKED] * len(after)]
            last = end
        cleaned = "".join([*pieces, text[last:]])
        texts.append(masked_text(cleaned, (*places, *range(last, len(text))), readings[text]))
        return cleaned

    return with_texts(case, clean), tuple(masked), tuple(texts)


def names_of_parties(case: Precedent) -> Iterator[str]:
    """Give the full names of persons among the parties."""
    for party in case.parties:
        for name in _BETWEEN_PARTIES.split(_BESIDE.sub("", party)):
            if _PERSON.fullmatch(name) and _MASK not in name:
                yield name


def _standing_again(text: str, bodies: Mapping[str, SeenName]) -> Iterator[SeenName]:
    """Give where the own name of a place or firm that was seen in any text of the case stands."""
    for words, name in bodies.items():
        for found in re.finditer(re.escape(words), text):
            yield replace(name, start=found.start(), end=found.end())


def _found(
    reading: Reading, pseudonyms: Mapping[str, str], seen: Iterable[SeenName]
) -> list[tuple[int, int, str, str]]:
    """Give what is to be masked, in order and without overlaps: what has a form first, what is only supposed last."""
    masks: Mapping[str, str] = lexicon("personal_data")["masks"]
    taken = [False] * len(reading.text)
    found = []
    for start, end, kind, after in _candidates(reading, pseudonyms, masks):
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            found.append((start, end, kind, after))
    for name in seen:
        for start, end in _free_runs(reading, taken, name.start, name.end):
            taken[start:end] = [True] * (end - start)
            found.append((start, end, name.kind, name.mask))
    return sorted(found)


def _free_runs(reading: Reading, taken: Sequence[bool], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the runs between start and end that nothing has masked yet; beside a mask only what is surely a name."""
    for is_taken, places in groupby(range(start, end), key=lambda at: taken[at]):
        run = list(places)
        if (
            not is_taken
            and len(run) > 1
            and (len(run) == end - start or reading.lowest(run[0], run[-1] + 1) > _SURE_REST)
        ):
            yield run[0], run[-1] + 1


def _candidates(
    reading: Reading, pseudonyms: Mapping[str, str], masks: Mapping[str, str]
) -> Iterator[tuple[int, int, str, str]]:
    text = reading.text
    data = find(text)
    for datum in data:
        if datum.kind != "name":
            start = datum.span.start
            if datum.kind == "address" and (before := _BEFORE_ADDRESS.match(text, start, datum.span.end)):
                start = before.end()
            yield start, datum.span.end, datum.kind, masks[datum.kind]
    for start, end, mask in long_numbers(text):
        yield start, end, "number", mask
    yield from _places_and_bodies(text, pseudonyms)
    for name in sorted(pseudonyms, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            yield match.start(), match.end(), "name", pseudonyms[name]
    yield from given_names_alone(reading, pseudonyms)


def _places_and_bodies(text: str, pseudonyms: Mapping[str, str]) -> Iterator[tuple[int, int, str, str]]:
    """Give firms and small places in which no name of a person stands."""
    for body in named_bodies(text):
        if not any(name in text[body.start : body.end] for name in pseudonyms if len(name) > len("两字")):
            yield body.start, body.end, body.kind, body.mask
    for place in small_places(text):
        if not any(name in text[place.start : place.end] for name in pseudonyms):
            yield place.start, place.end, "place", place.mask
