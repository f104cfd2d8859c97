"""Records of Airtable bases, page by page."""

from math import ceil
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel

from . import probes
from .limit import Limit

app = FastAPI(title="Airtable gateway", version="2.1.4", description=__doc__ or "")
app.include_router(probes.router)
app.middleware("http")(probes.count)

limit = Limit()
# A recorded base: the real one needs a token that no test has.
BASES: dict[str, dict[str, list[dict[str, Any]]]] = {
    "appDemo": {"Orders": [{"id": f"rec{n:03}", "fields": {"Number": n, "Paid": n % 3 == 0}} for n in range(250)]}
}


class Page(BaseModel):
    records: list[dict[str, Any]]
    offset: int | None = None  # absent on the last page, as Airtable does


@app.get("/v1/bases")
async def bases() -> dict[str, list[str]]:
    return {base: list(tables) for base, tables in BASES.items()}


@app.get(
    "/v1/{base}/{table}",
    response_model_exclude_none=True,
    responses={404: {"description": "No such table."}, 429: {"description": "Wait as Retry-After says."}},
)
async def records(
    base: str,
    table: str,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=100)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Page:
    rows = BASES.get(base, {}).get(table)
    if rows is None:
        raise HTTPException(404, f"there is no table {table} in base {base}")
    if wait := limit.wait_seconds(base):
        raise HTTPException(429, "too many requests for this base", {"Retry-After": str(ceil(wait))})
    end = offset + page_size
    return Page(records=rows[offset:end], offset=end if end < len(rows) else None)
