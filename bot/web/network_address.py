"""Where a request came from, and whether our own pages sent it."""

from aiohttp import web

from bot.errors import NotAllowed
from bot.web.keys import SETTINGS


def network_address(request: web.Request) -> str:
    """The sender's network address; a proxy's word is taken only where the operator said so."""
    if request.config_dict[SETTINGS].trust_proxy:
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.remote or ""


def refuse_other_sites(request: web.Request) -> None:
    """Browsers say where a request comes from; those of other sites are refused.

    Raises:
        NotAllowed: it comes from another site.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
        raise NotAllowed("请在本站页面上操作。")
