"""Keys of the ledger of received messages."""

from hashlib import sha256


def received_key(channel: str, account: str, external_id: str) -> str:
    """Return the hash under which a received message is remembered; lengths keep the three parts apart."""
    parts = (channel, account, external_id)
    return sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()
