"""How is my case? By number and code, without signing in; guessing is slowed down for each number."""

import hmac
import unicodedata

from bot.domain.dispute import Dispute
from bot.errors import NotFound, TooManyRequests
from bot.service.front_desk import Office

_LONGEST = 100


async def dispute_status(desk: Office, number: str, code: str) -> Dispute:
    """Return the dispute of a number to whoever knows its code.

    Widths of brackets, blanks, hyphens and case do not matter. An unknown number and a wrong code sound the same.

    Raises:
        NotFound: Number and code do not belong together.
        TooManyRequests: Too many wrong codes for this number lately, whether it exists or not.
    """
    wanted, given = plain_number(number), plain_code(code)
    async with desk.unit_of_work(reading=True) as uow:
        since = desk.now() - desk.settings.code_window
        if await uow.disputes.wrong_codes(wanted, since) >= desk.settings.code_tries:
            raise TooManyRequests("查询次数太多了，请过一会儿再试。")
        dispute = await uow.disputes.by_number(wanted)
    right = plain_code(dispute.code) if dispute is not None else "-"
    if hmac.compare_digest(right.encode(), given.encode()) and dispute is not None:
        return dispute
    async with desk.unit_of_work() as uow:
        await uow.disputes.note_wrong_code(wanted, desk.now())
    raise NotFound("没有查到。请核对编号和查询码，两个都要对。")


def plain_number(number: str) -> str:
    """Return a number as it is stored: half-width brackets, no blanks."""
    return "".join(unicodedata.normalize("NFKC", number[:_LONGEST]).split())


def plain_code(code: str) -> str:
    """Return the letters and digits of a code, in capitals."""
    return "".join(c for c in unicodedata.normalize("NFKC", code[:_LONGEST]).upper() if c.isalnum())
