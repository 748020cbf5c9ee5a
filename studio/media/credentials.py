"""Content credentials (C2PA): what was made by a machine says so inside the file, and by whom it was signed."""

import functools
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import c2pa

from studio.media.certificate import Credentials, credentials, root

MADE_BY_A_MODEL = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
GENERATOR = {"name": "Salon", "version": "1"}
# Thumbnails would add 90 KB to each file; our previews lie beside it.
# What a file says of itself may name addresses: nobody asks there.
OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
SETTINGS = {"builder": {"thumbnail": {"enabled": False}}, **OFFLINE}

SIGNABLE = frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4"})


class NotSigned(Exception):
    """The file could not be signed. It is not shown without."""


@dataclass(frozen=True, slots=True)
class Parent:
    """A file the new one was made from; its own credentials travel along."""

    path: Path
    mime: str
    title: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file's credentials say. `state` is C2PA's: Invalid, Valid (the signer is not known) or Trusted."""

    state: str
    title: str
    actions: tuple[str, ...]
    source_type: str
    ingredients: tuple[str, ...]


def sign(source: Path, target: Path, *, mime: str, title: str, engine: str, parents: Sequence[Parent] = ()) -> None:
    """Write a signed copy of a picture or film. Raises NotSigned."""
    if mime not in SIGNABLE:
        raise NotSigned(mime)
    try:
        _sign(source, target, mime, _manifest(title, mime, engine, parents), parents)
    except c2pa.C2paError as error:
        raise NotSigned(str(error)) from error


def sign_again(source: Path, target: Path, *, mime: str, title: str, was: Parent, did: str, by_a_machine: bool) -> None:
    """Sign what was not made here but written anew from another file (`was`), whose own credentials travel along.

    `did` is C2PA's word for what was done to it. It is said to be a machine's work only when `was` said so. Raises NotSigned.
    """
    if mime not in SIGNABLE:
        raise NotSigned(mime)
    opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": [_label(0)]}}
    done = {"action": did, **({"digitalSourceType": MADE_BY_A_MODEL} if by_a_machine else {})}
    try:
        _sign(source, target, mime, _stated(title, mime, [opened, done]), [was])
    except c2pa.C2paError as error:
        raise NotSigned(str(error)) from error


def read(path: Path, mime: str, *, trusted: bytes | None = None) -> Seal | None:
    """The credentials in a file, checked against its bytes; None: it has none. `trusted` is PEM, default our own root."""
    anchors = (root() if trusted is None else trusted).decode()
    context = c2pa.Context.from_dict({**OFFLINE, **({"trust": {"trust_anchors": anchors}} if anchors else {})})
    with path.open("rb") as file:
        reader = c2pa.Reader.try_create(mime, file, context=context)
        if reader is None:
            return None
        manifest = reader.get_active_manifest() or {}
        return _seal(reader.get_validation_state() or "Invalid", manifest)


def _sign(source: Path, target: Path, mime: str, manifest: dict[str, Any], parents: Sequence[Parent]) -> None:
    context = c2pa.Context.from_dict(SETTINGS)
    builder = c2pa.Builder(json.dumps(manifest), context=context)
    for n, parent in enumerate(parents):
        ingredient = {
            "title": parent.title,
            "format": parent.mime,
            "relationship": _relationship(n),
            "label": _label(n),
        }
        with parent.path.open("rb") as file:
            builder.add_ingredient(json.dumps(ingredient), parent.mime, file)
    with source.open("rb") as original, target.open("w+b") as signed:
        builder.sign(_signer(os.getpid(), credentials()), mime, original, signed)


@functools.lru_cache(maxsize=2)
def _signer(_process: int, given: Credentials) -> c2pa.Signer:
    """One per process: a signer made before a fork is dead in the child. Threads may share it."""
    info = c2pa.C2paSignerInfo(given.algorithm.encode(), given.chain, given.key, None)
    return c2pa.Signer.from_info(info)


def _manifest(title: str, mime: str, engine: str, parents: Sequence[Parent]) -> dict[str, Any]:
    actions: list[dict[str, Any]] = [_created(engine)]
    if parents:
        actions = [
            {"action": "c2pa.opened", "parameters": {"ingredientIds": [_label(0)]}},
            *({"action": "c2pa.placed", "parameters": {"ingredientIds": [_label(n)]}} for n in range(1, len(parents))),
            {**_created(engine), "action": "c2pa.edited"},
        ]
    return _stated(title, mime, actions)


def _stated(title: str, mime: str, actions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "claim_generator_info": [GENERATOR],
        "title": title,
        "format": mime,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
    }


def _created(engine: str) -> dict[str, Any]:
    return {"action": "c2pa.created", "digitalSourceType": MADE_BY_A_MODEL, "softwareAgent": {"name": engine}}


def _label(n: int) -> str:
    return f"parent-{n}"


def _relationship(n: int) -> str:
    return "parentOf" if n == 0 else "componentOf"


def _seal(state: str, manifest: dict[str, Any]) -> Seal:
    actions = [
        action
        for assertion in manifest.get("assertions", [])
        if assertion["label"].startswith("c2pa.actions")
        for action in assertion["data"]["actions"]
    ]
    return Seal(
        state=state,
        title=manifest.get("title", ""),
        actions=tuple(action["action"] for action in actions),
        source_type=next((action["digitalSourceType"] for action in actions if "digitalSourceType" in action), ""),
        ingredients=tuple(ingredient.get("title", "") for ingredient in manifest.get("ingredients", [])),
    )
