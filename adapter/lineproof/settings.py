"""Every setting, read from the environment."""

import os
from pathlib import Path
from typing import Annotated, Self

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from lineproof.errors import ConfigurationError

__all__ = ["Settings"]

_MIB = 1024 * 1024


def _default_home() -> Path:
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/lib/lineproof")
    try:
        return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "lineproof"
    except RuntimeError as exc:
        raise ConfigurationError("this user has no home folder; set LINEPROOF_HOME") from exc


class Settings(BaseSettings):
    """Settings of one process. Each names its environment variable; none is read later than at start."""

    model_config = SettingsConfigDict(env_prefix="LINEPROOF_", env_ignore_empty=True, frozen=True)

    database_url: Annotated[
        str | None, Field(validation_alias=AliasChoices("DATABASE_URL", "SUPABASE_DB_URL"), repr=False)
    ] = None
    """`DATABASE_URL`, else `SUPABASE_DB_URL`: a PostgreSQL 15 to 18 server. Neither: the embedded one."""

    home: Annotated[Path, Field(default_factory=_default_home)]
    """`LINEPROOF_HOME`: where the embedded database keeps its files."""

    role_prefix: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")] = "lineproof"
    """`LINEPROOF_ROLE_PREFIX`: first part of the database roles' names."""

    namespace: Annotated[str, Field(min_length=1)] = "lineproof"
    """`LINEPROOF_NAMESPACE`: namespace of records without one; chosen once, when the schema is made."""

    connect_timeout: Annotated[int, Field(ge=1)] = 10
    """`LINEPROOF_CONNECT_TIMEOUT`: seconds to wait for the database."""

    batch_size: Annotated[int, Field(ge=1, le=10_000)] = 500
    """`LINEPROOF_BATCH_SIZE`: events appended in one transaction."""

    max_event_bytes: Annotated[int, Field(ge=1024, le=512 * _MIB)] = 64 * _MIB
    """`LINEPROOF_MAX_EVENT_BYTES`: larger events are refused."""

    rejected_quota: Annotated[int, Field(ge=0)] = 100_000
    """`LINEPROOF_REJECTED_QUOTA`: how many refused events that wait are kept of one principal; 100,000 at the most."""

    @classmethod
    def load(cls) -> Self:
        """Settings from the environment.

        Raises:
            ConfigurationError: a variable's value is not one that it can have.
        """
        try:
            return cls()
        except ValidationError as exc:
            first = exc.errors(include_input=False)[0]
            name = str(first["loc"][0])
            variable = name if name.isupper() else f"LINEPROOF_{name.upper()}"
            raise ConfigurationError(f"{variable}: {first['msg']}; set it right or unset it") from exc
