"""The models that we know, cheapest first, and how one is chosen."""

from pydantic import BaseModel

CHARACTERS_PER_TOKEN = 4  # good enough for routing English text


class Model(BaseModel):
    name: str
    context_tokens: int
    cents_per_million_tokens: int


MODELS = (
    Model(name="small", context_tokens=8_000, cents_per_million_tokens=15),
    Model(name="medium", context_tokens=32_000, cents_per_million_tokens=90),
    Model(name="large", context_tokens=128_000, cents_per_million_tokens=600),
)


class PromptTooLongError(ValueError):
    pass


def tokens(text: str) -> int:
    return len(text) // CHARACTERS_PER_TOKEN + 1


def choose(prompt: str, answer_tokens: int) -> Model:
    """The cheapest model that holds prompt and answer."""
    needed = tokens(prompt) + answer_tokens
    for model in MODELS:
        if needed <= model.context_tokens:
            return model
    raise PromptTooLongError(f"{needed} tokens are needed, the largest model has {MODELS[-1].context_tokens}")
