"""Flags beside the subtype: matters of the sea and matters with a foreign element."""

from nlp.lexicon import patterns


def flags(text: str) -> tuple[str, ...]:
    """Return the flags (``maritime``, ``foreign``) that the normalised text shows."""
    return tuple(name for name, pattern in patterns("flags").items() if pattern.search(text))
