"""What Prometheus reads of a service besides its requests: process, runtime, connections to the database."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from pyairtable_shared.database import Database


def registry(database: Database) -> CollectorRegistry:
    """A registry with all of it."""
    made = CollectorRegistry()
    ProcessCollector(registry=made)
    PlatformCollector(registry=made)
    GCCollector(registry=made)
    made.register(_Connections(database))
    return made


class _Connections(Collector):
    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        open_now = GaugeMetricFamily(
            "database_pool_connections", "Open connections to the database.", labels=["state"]
        )
        open_now.add_metric(["in_use"], self._database.in_use)
        open_now.add_metric(["idle"], self._database.idle)
        yield open_now
        yield GaugeMetricFamily(
            "database_pool_max_connections",
            "Most connections that this process opens.",
            value=self._database.connections,
        )
