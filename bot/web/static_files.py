"""Styles, scripts and pictures. Their address carries a digest of all of them: cached for ever, never stale.

Scripts import one another by relative address, so the digest lies in the folder, not in the file name.
"""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).with_name("static")

CONTENT_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """All files in memory (they are small), and the digest of them."""

    digest: str
    content: dict[str, bytes]
    compressed: dict[str, bytes]
    """The same for browsers that take gzip: cheap phones have slow lines."""

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "StaticFiles":
        """Read the folder once."""
        content = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.suffix in CONTENT_TYPES
        }
        digest = hashlib.sha256()
        for name, data in content.items():
            digest.update(name.encode() + b"\x00" + data)
        compressed = {name: gzip.compress(data, mtime=0) for name, data in content.items() if not name.endswith(".png")}
        return cls(digest.hexdigest()[:12], content, compressed)

    def address(self, name: str) -> str:
        """Where a page finds the file."""
        if name not in self.content:
            raise LookupError(name)
        return f"/static/{self.digest}/{name}"

    async def serve(self, request: web.Request) -> web.Response:
        """GET /static/{digest}/{name}; an older digest gets the file of today, not kept."""
        name = request.match_info["name"]
        data = self.content.get(name)
        if data is None:
            raise web.HTTPNotFound
        current = request.match_info["digest"] == self.digest
        caching = "public, max-age=31536000, immutable" if current else "no-cache"
        kind = CONTENT_TYPES[Path(name).suffix]
        charset = "utf-8" if kind.startswith("text/") else None
        headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
        if name in self.compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
            headers["Content-Encoding"] = "gzip"
            data = self.compressed[name]
        return web.Response(body=data, content_type=kind, charset=charset, headers=headers)
