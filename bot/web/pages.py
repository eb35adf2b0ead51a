"""Pages for people, from Jinja templates with everything escaped."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.web.keys import BANNER, SETTINGS, STATIC, TEMPLATES
from bot.web.static_files import StaticFiles
from knowledge.identifiers import ArticleRef

FOLDER = Path(__file__).with_name("templates")
CHINA = ZoneInfo("Asia/Shanghai")


def load_templates(static: StaticFiles) -> Environment:
    """The environment of all templates; a name that a page forgot is an error, not an empty place."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["static"] = static.address
    environment.filters["moment"] = moment
    environment.filters["waited"] = waited
    environment.filters["short_citation"] = short_citation
    return environment


def page(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """One page; `banner` and `settings` are known to every template."""
    application = request.config_dict
    html = (
        application[TEMPLATES]
        .get_template(template)
        .render(banner=application[BANNER], settings=application[SETTINGS], digest=application[STATIC].digest, **values)
    )
    return web.Response(text=html, content_type="text/html", status=status)


def moment(when: datetime) -> str:
    """A moment as people in China write it."""
    local = when.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def waited(seconds: float) -> str:
    """A span of waiting in words."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return "不到1分钟"
    if minutes < 60:
        return f"{minutes}分钟"
    hours, rest = divmod(minutes, 60)
    return f"{hours}小时{rest}分钟" if hours < 24 else f"{hours // 24}天"


def short_citation(ref: ArticleRef) -> str:
    """A citation as people say it: without the name of the state."""
    return str(ref).replace("中华人民共和国", "")
