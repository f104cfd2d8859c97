"""The routes of conversations."""

from fastapi import APIRouter, Depends, HTTPException, Response
from pyairtable_shared import bodies, fields, openapi, pages

from src.models.conversation import ConversationInput, ConversationOutput
from src.services.conversations import ConversationStore

NOT_FOUND = "There is no such conversation."
LOCATION = {"description": "Where it is.", "required": True, "schema": {"type": "string"}}


class ConversationPage(pages.Page[ConversationOutput]):
    """One page of the list."""


def router(store: ConversationStore) -> APIRouter:
    """Create, read, list, replace and delete."""
    routes = APIRouter(tags=["conversations"], responses=openapi.failures(503))
    with_body = [Depends(bodies.json_only)]

    @routes.post(
        "/conversations",
        status_code=201,
        dependencies=with_body,
        responses={201: {"headers": {"Location": LOCATION}}},
    )
    async def create_conversation(
        values: ConversationInput,
        response: Response,
    ) -> ConversationOutput:
        created = ConversationOutput.model_validate(await store.create(values))
        response.headers["Location"] = f"/conversations/{created.id}"
        return created

    @routes.get("/conversations")
    async def list_conversations(query: pages.PageRequest) -> ConversationPage:
        # One more than asked for tells whether another page follows.
        rows = await store.page(query.limit + 1, query.after)
        items = tuple(ConversationOutput.model_validate(row) for row in rows[: query.limit])
        return ConversationPage(items=items, next=items[-1].id if len(rows) > query.limit else None)

    @routes.get("/conversations/{id}", responses=openapi.failures(404))
    async def get_conversation(record: fields.PathId) -> ConversationOutput:
        if (row := await store.read(record)) is None:
            raise HTTPException(404, NOT_FOUND)
        return ConversationOutput.model_validate(row)

    @routes.put("/conversations/{id}", dependencies=with_body, responses=openapi.failures(404))
    async def replace_conversation(
        record: fields.PathId,
        values: ConversationInput,
    ) -> ConversationOutput:
        if (row := await store.replace(record, values)) is None:
            raise HTTPException(404, NOT_FOUND)
        return ConversationOutput.model_validate(row)

    @routes.delete("/conversations/{id}", status_code=204, responses=openapi.failures(404))
    async def delete_conversation(record: fields.PathId) -> None:
        if not await store.delete(record):
            raise HTTPException(404, NOT_FOUND)

    return routes
