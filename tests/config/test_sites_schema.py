"""Keys of ``sites.yaml`` and ``waivers.yaml`` are the fields of the model's structs, with the same defaults."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from pydantic import BaseModel

from auditor.config import sites_schema, waivers
from auditor.config.yaml_file import Entry
from auditor.model import Badge, Budget, Deadlines, Name, Owner, Politeness, Portfolio, Site, Superior, System, Waiver

PAIRS: list[tuple[type[BaseModel], type[msgspec.Struct]]] = [
    (sites_schema.SitesFile, Portfolio),
    (sites_schema._Site, Site),
    (sites_schema._System, System),
    (sites_schema._Deadlines, Deadlines),
    (sites_schema._Budget, Budget),
    (sites_schema._Politeness, Politeness),
    (sites_schema._Owner, Owner),
    (sites_schema._Badge, Badge),
    (sites_schema._Name, Name),
    (sites_schema._Superior, Superior),
    (waivers._Waiver, Waiver),
]
OTHERWISE_IN_THE_FILE = {
    (Portfolio, "defaults"): "settings of all sites; each site gets them",
    (Portfolio, "systems"): "a mapping by id in the file",
    (Portfolio, "agent"): "a portfolio built in code names no program",
    (Portfolio, "contact"): "a portfolio built in code names no contact; that of the file is a placeholder",
    (Site, "prefix"): "empty in the file: the folder of the address",
    (Site, "url_is_home"): "only an address typed at a command is that of another page than the home page",
    (System, "id"): "the key of the mapping in the file",
    (Waiver, "scope"): "optional in the file",
}
"""Fields that differ on purpose, with the reason."""
REQUIRED = "required"


def plain(value: Any) -> Any:
    """A default as JSON has it, so that a list equals a tuple and an entry equals its struct."""
    return msgspec.json.decode(msgspec.json.encode(value, enc_hook=lambda entry: entry.model_dump()))


def defaults_of_struct(struct: type[msgspec.Struct]) -> dict[str, Any]:
    found = {}
    for field in msgspec.structs.fields(struct):
        made = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
        found[field.name] = plain(REQUIRED if made is msgspec.NODEFAULT else made)
    return found


def defaults_of_entry(entry: type[BaseModel]) -> dict[str, Any]:
    return {
        name: plain(REQUIRED if field.is_required() else field.get_default(call_default_factory=True))
        for name, field in entry.model_fields.items()
    }


@pytest.mark.parametrize(("entry", "struct"), PAIRS)
def test_every_field_has_one_default(entry: type[BaseModel], struct: type[msgspec.Struct]) -> None:
    of_file, of_model = defaults_of_entry(entry), defaults_of_struct(struct)
    different = {name for name in of_file.keys() | of_model.keys() if of_file.get(name) != of_model.get(name)}
    missing = of_file.keys() ^ of_model.keys()
    assert different | missing == {name for owner, name in OTHERWISE_IN_THE_FILE if owner is struct}


def test_all_entries_are_compared() -> None:
    declared = {
        entry for module in (sites_schema, waivers) for entry in vars(module).values()
        if isinstance(entry, type) and issubclass(entry, Entry) and entry is not Entry
    }  # fmt: skip
    assert declared - {entry for entry, _ in PAIRS} == {sites_schema._Terms}
    assert sites_schema._Terms.model_fields.keys() <= sites_schema._Site.model_fields.keys()
