"""Keys by which programs of other offices may ask for triage."""

from bot.errors import BadInput, NotFound
from bot.service.accepted_text import required_text
from bot.service.access_secrets import fingerprint, new_secret
from bot.service.front_desk import Office
from bot.service.staff_ports import ApiKey

_LONGEST_NAME = 100
_MARK = "fq_"
"""So that a key that was pasted into the wrong place is recognised."""


async def add_api_key(office: Office, name: str) -> str:
    """Make a key and return it; it is shown once and kept as a hash.

    Raises:
        BadInput: The name is empty or too long.
        Conflict: The name is taken.
    """
    name = required_text(name, "名称")
    if len(name) > _LONGEST_NAME:
        raise BadInput("名称太长了。")
    key = _MARK + new_secret()
    async with office.unit_of_work() as uow:
        await uow.api_keys.add(name, fingerprint(key), office.now())
    return key


async def key_of(office: Office, key: str) -> ApiKey | None:
    """Return whose key it is; None where it is unknown or void."""
    async with office.unit_of_work(reading=True) as uow:
        return await uow.api_keys.by_hash(fingerprint(key))


async def list_api_keys(office: Office) -> tuple[ApiKey, ...]:
    """Return all keys, without the keys themselves."""
    async with office.unit_of_work(reading=True) as uow:
        return tuple(await uow.api_keys.everything())


async def disable_api_key(office: Office, name: str) -> None:
    """Make a key void.

    Raises:
        NotFound: No key has this name.
    """
    async with office.unit_of_work() as uow:
        if not await uow.api_keys.disable(name):
            raise NotFound(f"没有名叫“{name}”的密钥。")
