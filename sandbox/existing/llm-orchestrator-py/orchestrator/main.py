"""The HTTP API."""

from collections import Counter
from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

from . import probes
from .models import MODELS, Model, PromptTooLongError, choose, tokens

app = FastAPI(title="LLM Orchestrator", version="1.8.2", description=__doc__ or "")
app.include_router(probes.router)
app.middleware("http")(probes.count)

_used: Counter[str] = Counter()


class Prompt(BaseModel):
    text: Annotated[str, Field(min_length=1, max_length=1_000_000)]
    answer_tokens: Annotated[int, Field(gt=0, le=4_096)] = 512
    tenant: str = "default"


class Routing(BaseModel):
    model: str
    prompt_tokens: int


@app.get("/models")
async def models() -> tuple[Model, ...]:
    return MODELS


@app.post("/route", responses={413: {"description": "No model holds the prompt."}})
async def route(prompt: Prompt) -> Routing:
    try:
        model = choose(prompt.text, prompt.answer_tokens)
    except PromptTooLongError as error:
        raise HTTPException(413, str(error)) from None
    used = tokens(prompt.text)
    _used[prompt.tenant] += used
    return Routing(model=model.name, prompt_tokens=used)


@app.get("/usage/{tenant}")
async def usage(tenant: str) -> dict[str, int]:
    return {"tokens": _used[tenant]}
