"""Takes events, gives reports."""

from datetime import date
from typing import Annotated

from fastapi import FastAPI, Query
from pydantic import BaseModel, Field

from . import probes
from .store import Store

app = FastAPI(title="PyAirtable analytics", version="0.7.1", description=__doc__ or "")
app.include_router(probes.router)
app.middleware("http")(probes.count)

store = Store()


class Event(BaseModel):
    name: Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z]+)*$", max_length=80)]
    day: date


class Frequency(BaseModel):
    name: str
    count: int


@app.post("/events", status_code=202)
async def collect(events: Annotated[list[Event], Field(max_length=1_000)]) -> dict[str, int]:
    for event in events:
        store.add(event.day, event.name)
    return {"accepted": len(events)}


@app.get("/reports/daily")
async def daily() -> dict[date, int]:
    return store.daily()


@app.get("/reports/top")
async def top(limit: Annotated[int, Query(ge=1, le=100)] = 10) -> list[Frequency]:
    return [Frequency(name=name, count=count) for name, count in store.top(limit)]
