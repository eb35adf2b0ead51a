"""Secrets that open a door: made here, kept as hashes only."""

import secrets
from hashlib import sha256

_BYTES = 32


def new_secret() -> str:
    """Return a secret of 256 bits, fit for an address."""
    return secrets.token_urlsafe(_BYTES)


def fingerprint(secret: str) -> str:
    """Return what is stored of a secret. It has full entropy, so a plain hash is enough."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
