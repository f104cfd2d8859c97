"""Each new service keeps its sample resource: one is made, read, listed, changed and deleted again through its Service.

Only on a platform where a check may write: it leaves nothing, but it does use the service's database.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol
from urllib.parse import urlencode

from catalog import Catalog
from catalog.model import Repository
from catalog.template import FieldType, SampleResource, ServiceTemplate
from verify.result import Result

VALUES: dict[FieldType, Any] = {"text": "made by a check", "integer": 7, "boolean": True}
OTHERS: dict[FieldType, Any] = {"text": "changed by a check", "integer": 8, "boolean": False}
PAGE = 100
MOST_PAGES = 100
FACT = "keeps its sample resource"


Call = Callable[[str, str, Any], tuple[int, Any]]


class Caller(Protocol):
    """Whoever calls a service from outside; `verify.workloads.Cluster` is one."""

    def call(self, namespace: str, service: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON of an answer."""
        ...


class _UnexpectedError(Exception):
    """An answer is not what it should be; the text says which."""


def check(caller: Caller, catalog: Catalog, namespace: str, deployed: frozenset[str]) -> Iterator[Result]:
    """Checks every deployed service that keeps data.

    Args:
        caller: how services are called.
        catalog: what their sample resources are.
        namespace: where they run.
        deployed: short names of the services that are there.
    """
    services = [entry for entry in catalog.services if _is_open(entry) and entry.short_name in deployed]

    def one(entry: Repository) -> Result:
        return _result(caller, namespace, entry)

    with ThreadPoolExecutor(max_workers=4) as pool:
        yield from pool.map(one, services)


def _is_open(entry: Repository) -> bool:
    """Whether anybody in the cluster may ask for its resource; the gateway's is behind a token (see `gateway`)."""
    return entry.keeps_data and (entry.template is None or entry.template.role != "gateway")


def _result(caller: Caller, namespace: str, entry: Repository) -> Result:
    def call(method: str, path: str, body: Any = None) -> tuple[int, Any]:
        return caller.call(namespace, entry.short_name, method, path, body)

    return kept(entry, call)


def kept(entry: Repository, call: Call) -> Result:
    """Leads one sample through its whole life.

    Args:
        entry: the service.
        call: sends a request to it: method, path, body.
    """

    def expect(method: str, path: str, expected: int, body: Any = None) -> Any:
        status, answer = call(method, path, body)
        if status != expected:
            raise _UnexpectedError(f"{method} {path} answers {status} instead of {expected}: {str(answer)[:200]}")
        return answer

    try:
        _whole_life(expect, (entry.template or ServiceTemplate()).resource)
    except _UnexpectedError as error:
        return Result(entry.short_name, FACT, str(error))
    except Exception as error:  # urllib3 raises many kinds; each is "does not answer"
        return Result(entry.short_name, FACT, f"no answer: {error}")
    return Result(entry.short_name, FACT)


def _whole_life(call: Any, resource: SampleResource) -> None:
    collection = f"/{resource.path}"
    made = call("POST", collection, 201, body_of(resource, VALUES))
    one = f"{collection}/{made['id']}"
    try:
        _same(call("GET", one, 200), body_of(resource, VALUES), f"GET {one}")
        if made["id"] not in _ids(call, collection):
            raise _UnexpectedError(f"GET {collection} does not list what was made")
        _same(call("PUT", one, 200, body_of(resource, OTHERS)), body_of(resource, OTHERS), f"PUT {one}")
        _same(call("GET", one, 200), body_of(resource, OTHERS), f"GET {one} after the change")
    finally:
        call("DELETE", one, 204)
    call("GET", one, 404)


def _ids(call: Any, collection: str) -> Iterator[str]:
    """Ids of all pages, oldest first, so that the new one is on the last."""
    query: dict[str, Any] = {"limit": PAGE}
    for _ in range(MOST_PAGES):
        page = call("GET", f"{collection}?{urlencode(query)}", 200)
        yield from (item["id"] for item in page["items"])
        if page["next"] is None:
            return
        query["after"] = page["next"]


def body_of(resource: SampleResource, values: dict[FieldType, Any]) -> dict[str, Any]:
    """What makes one of a resource."""
    return {field.name: values[field.type] for field in resource.fields}


def _same(answer: Any, expected: dict[str, Any], what: str) -> None:
    wrong = sorted(name for name, value in expected.items() if answer.get(name) != value)
    if wrong:
        raise _UnexpectedError(f"{what} answers another {', '.join(wrong)} than was sent")
