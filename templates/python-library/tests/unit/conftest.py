from collections.abc import Iterator
from uuid import UUID

import pytest
from fastapi import Depends, FastAPI, HTTPException
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict

from pyairtable_shared import application
from pyairtable_shared.bodies import json_only
from pyairtable_shared.database import Database
from pyairtable_shared.fields import Flag, Integer, PathId, Text
from pyairtable_shared.openapi import failures
from pyairtable_shared.pages import Page, PageRequest
from pyairtable_shared.probes import Service

SERVICE = Service(name="trial", version="1.2.3", purpose="Being tested")
# Nothing listens on port 1.
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Text
    stars: Integer
    pinned: Flag


class NotePage(Page[Note]):
    pass


@pytest.fixture
def database() -> Database:
    return Database(NOWHERE)


@pytest.fixture
def app(database: Database) -> FastAPI:
    app = application.create(SERVICE, database)

    @app.post("/notes", status_code=201, dependencies=[Depends(json_only)])
    async def create_note(note: Note) -> Note:
        return note

    @app.get("/notes")
    async def list_notes(query: PageRequest) -> NotePage:
        return NotePage(items=(), next=query.after)

    @app.get("/notes/{id}", responses=failures(404, 503))
    async def read_note(note_id: PathId) -> Note:
        if note_id == UUID(int=0):
            raise HTTPException(404)
        await database.check()
        raise AssertionError("there is no database")

    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client
