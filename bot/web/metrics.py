"""Counts for operators in Prometheus form: in a registry of our own, without a person in them."""

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST


class Metrics:
    """All counters of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "fengqiao_http_requests", "Answered requests", ["route", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "fengqiao_http_seconds",
            "Seconds until a request was answered, streams left out",
            ["route"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
            registry=self.registry,
        )
        self.messages = Counter(
            "fengqiao_citizen_messages", "Messages of citizens", ["channel", "repeated"], registry=self.registry
        )
        self.staff_messages = Counter("fengqiao_staff_messages", "Answers of staff", registry=self.registry)
        self.claims = Counter("fengqiao_claims", "Attempts to take a talk", ["result"], registry=self.registry)
        self.streams = Gauge("fengqiao_open_streams", "Open event streams", ["side"], registry=self.registry)
        ProcessCollector(registry=self.registry)

    async def serve(self, _request: web.Request) -> web.Response:
        """GET /metrics."""
        return web.Response(body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
