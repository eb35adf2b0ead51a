"""What went wrong, within the console: whoever works there keeps the bar and finds the way back."""

from contextlib import suppress

from aiohttp import web

from bot.console.session import PAGES, SignedIn, console_page, signed_in
from bot.errors import AssistantError

_HINTS = {
    403: "如果工作需要，请找本组织的主管或者系统管理员开通。",
    404: "链接可能旧了，也可能内容已经撤下，或者不归您所在的组织。",
}
"""What to do where the error itself says nothing."""
_SIGN_IN = ("/console/sign-in", "去登录")
_OWN_PAGE = ("/console/me", "回到我的页面")


async def staff_error_page(request: web.Request, status: int, message: str, hint: str) -> web.Response:
    """Show an error in the layout of the console; without the bar where it cannot be told who is signed in."""
    who: SignedIn | None = None
    with suppress(AssistantError):  # nobody is signed in, or the database is what does not answer
        who = await signed_in(request)
    return console_page(
        request,
        who,
        "error.html",
        status=status,
        heading="没有成功",
        message=message,
        hint=hint or _HINTS.get(status, ""),
        back=_way_back(request.path, who),
        code=status,
    )


def _way_back(path: str, who: SignedIn | None) -> tuple[str, str]:
    """The page that is nearest above and that the person may open: its address and what the button says."""
    if who is None:
        return _SIGN_IN
    may_open = [(address, name) for address, name, action in PAGES if who.staff.may(action)]
    above = [(address, name) for address, name in may_open if path.startswith(f"{address}/")]
    if not may_open:
        return _OWN_PAGE
    address, name = max(above, key=lambda each: len(each[0]), default=may_open[0])
    return address, f"回到“{name}”"
