"""What is measured while the graph is served, as Prometheus reads it."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Counters and durations of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "monazite_requests", "Requests answered.", ("area", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "monazite_request_seconds", "Seconds until a request was answered whole.", ("area",),
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self.sent = Counter("monazite_sent_bytes", "Bytes of bodies sent.", registry=self.registry)
        self.flying = Gauge("monazite_requests_in_flight", "Requests on the way.", registry=self.registry)
        self.refused = Counter(
            "monazite_refused", "Requests refused or ended at a limit.", ("kind",), registry=self.registry
        )
        self.ends = Counter(
            "monazite_worker_ends", "Worker processes ended, by what for.", ("why",), registry=self.registry
        )
        self.reloads = Counter(
            "monazite_reloads", "Stores put in place while serving.", registry=self.registry
        )

    def watch(self, collector: Collector) -> None:
        """Asks `collector` for more figures each time."""
        self.registry.register(collector)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)


def gauge(name: str, help_: str, value: float) -> GaugeMetricFamily:
    """A figure of now."""
    return GaugeMetricFamily(f"monazite_{name}", help_, value=value)
