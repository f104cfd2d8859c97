"""Settings of the service, from the environment."""

from pyairtable_shared.settings import DatabaseSettings, ServiceSettings
from pydantic import Field


class Settings(ServiceSettings, DatabaseSettings):
    """Each field is the environment variable of the same name, in capitals."""

    service_name: str = Field(default="chat-service", min_length=1)
    port: int = Field(default=8080, ge=1, le=65535)
