"""How people say it → how statutes say it: words added to a question before it is searched for."""

from functools import cache

from knowledge.data_files import BrokenDataFileError, read_yaml

FILE = "lay_terms.yaml"


@cache
def _terms() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    content = read_yaml(FILE)
    for said, law in content.items():
        if not isinstance(said, str) or not isinstance(law, str):
            raise BrokenDataFileError(f"{FILE}: {said}: both sides must be words")
    return tuple((tuple(said.split("|")), tuple(law.split())) for said, law in content.items())


def legal_terms(text: str) -> tuple[str, ...]:
    """Phrases of statutes for what a question says, each once; none where it says nothing of the list.

    Raises:
        BrokenDataFileError: lay_terms.yaml is not whole.
    """
    found = (law for said, law in _terms() if any(word in text for word in said))
    return tuple(dict.fromkeys(phrase for phrases in found for phrase in phrases))
