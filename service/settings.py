"""What can be set from outside. Each variable is described in the README; a test holds it to that."""

import ipaddress
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveFloat, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from environment variables: `DATABASE_URL`, and the others with the prefix `PRESALES_`."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="PRESALES_", populate_by_name=True, extra="ignore")

    database_url: str | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL to use, as postgresql://user:password@host:port/name; without it an embedded one",
    )
    data_dir: Path = Field(default=Path("data"), description="Folder of the embedded PostgreSQL and of local state")
    embedded: bool = Field(
        default=True, description="Start an embedded PostgreSQL when DATABASE_URL is not set (the container: false)"
    )
    embedded_user: str = Field(
        default="nobody", description="Account that runs the embedded PostgreSQL when the service runs as root"
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on")
    workers: PositiveInt = Field(default=1, description="Number of server processes")
    threads: PositiveInt = Field(
        default=10, description="Threads, and as many database connections, of each server process"
    )
    job_threads: PositiveInt = Field(default=4, description="Jobs that one worker process runs at once")
    metrics_port: int | None = Field(
        default=None, ge=0, le=65535, description="Port at which `work` serves its metrics; none by default"
    )
    embedded_worker: bool = Field(default=True, description="Work on jobs and timers inside the server as well")
    users_file: Path | None = Field(
        default=None, description="File of users, passwords and roles; without it nobody is asked who they are"
    )
    allow_unauthenticated_network: bool = Field(
        default=False, description="Listen on other than loopback addresses although there is no users file"
    )
    public_url: str = Field(
        default="http://127.0.0.1:8080", description="Where the world reaches the service: papers name it, see /verify"
    )
    signing_key_file: Path | None = Field(
        default=None,
        description="Ed25519 key (PEM) that seals signings and archives; without it one is made in the data folder",
    )
    house_style_dir: Path | None = Field(
        default=None, description="Folder of Typst files that replace the bundled ones of the papers, say `house.typ`"
    )
    jurisdiction: str = Field(default="CN", description="Jurisdiction of cases and calculations that name none")
    bpmn_dir: Path = Field(default=Path("bpmn"), description="Folder of the bundled diagrams, deployed at start")
    lock_timeout: PositiveFloat = Field(
        default=5.0, description="Seconds that a command waits for another on the same instance before it answers 503"
    )
    collection_limit: PositiveInt = Field(default=1000, description="Items that a multi-instance activity may have")
    pinnable_clock: bool = Field(default=False, description="Test mode: the time can be pinned with PUT /v2/clock")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severity that is logged"
    )
    log_format: Literal["auto", "json", "console"] = Field(
        default="auto", description="Form of the log's lines; auto: console on a terminal, else json"
    )

    @property
    def signing_key(self) -> Path:
        """The file of the key that seals signings and archives."""
        return self.signing_key_file or self.data_dir / "signing-key.pem"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
