"""config.example.toml tells the defaults, all of them."""

import tomllib
from typing import Any

from pydantic import BaseModel

from assistant.config import Config, parse_config
from assistant.resources import shipped


def _keys(model: type[BaseModel], record: dict[str, Any], path: str = "") -> list[str]:
    missing = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        if name not in record:
            missing.append(path + name)
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            missing += _keys(kind, record[name], f"{path}{name}.")
    return missing


def test_the_example_knows_every_key_and_holds_the_defaults() -> None:
    record = tomllib.loads(shipped("config.example.toml").read_text(encoding="utf-8"))
    assert _keys(Config, record) == []
    assert parse_config(record, source="example") == Config()
