"""What the content credentials in a file say, and whether they are ours. Runs in the bounded child, where files are hostile."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import c2pa

MADE_BY_A_MODEL = frozenset({"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"})
# What a file says of itself may name addresses: nobody asks there.
OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}
CHARACTERS = 80  # of a name that a stranger's file gives itself
OURS, VALIDATED = "signingCredential.trusted", "claimSignature.validated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """`ours`: the signature is the house's, by our own root alone. `intact`: the bytes are those that were signed.

    `signer` and `tools` are what a file says; only where it is `ours` do we know it to be true. `parents`: how many files
    it names as what it was made from.
    """

    ours: bool
    intact: bool
    by_a_machine: bool
    signer: str
    tools: tuple[str, ...]
    parents: int


def read(path: Path, mime: str, anchors: str) -> Testimony | None:
    """The credentials in a file; None: it has none that can be read. `anchors`: PEM of those whose signature is ours."""
    context = c2pa.Context.from_dict({**OFFLINE, **({"trust": {"trust_anchors": anchors}} if anchors else {})})
    try:
        with path.open("rb") as file:
            reader = c2pa.Reader.try_create(mime, file, context=context)
            if reader is None:
                return None
            manifest = reader.get_active_manifest()
            found = (reader.get_validation_results() or {}).get("activeManifest", {})
            return _testimony(manifest, found, reader.get_validation_state() or "") if manifest else None
    except c2pa.C2paError:
        return None


def _testimony(manifest: dict[str, Any], found: dict[str, Any], state: str) -> Testimony:
    good = {each.get("code") for each in found.get("success", [])}
    actions = _actions(manifest)
    sources = {str(each.get("digitalSourceType", "")).rsplit("/", 1)[-1] for each in actions}
    return Testimony(
        ours=good.issuperset({OURS, VALIDATED}),
        intact=state in ("Valid", "Trusted"),
        by_a_machine=bool(sources & MADE_BY_A_MODEL),
        signer=_short((manifest.get("signature_info") or {}).get("issuer")),
        tools=_tools(manifest, actions),
        parents=len(manifest.get("ingredients") or []),
    )


def _actions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    said = [each for each in manifest.get("assertions") or [] if str(each.get("label", "")).startswith("c2pa.actions")]
    found = [action for each in said for action in (each.get("data") or {}).get("actions") or []]
    return [action for action in found if isinstance(action, dict)]


def _tools(manifest: dict[str, Any], actions: list[dict[str, Any]]) -> tuple[str, ...]:
    agents = [_named(each.get("softwareAgent")) for each in actions]
    makers = [_named(each) for each in manifest.get("claim_generator_info") or []]
    return tuple(dict.fromkeys(filter(None, [*agents, *makers])))[:4]


def _named(said: object) -> str:
    return _short(said.get("name") if isinstance(said, dict) else said)


def _short(said: object) -> str:
    return "".join(sign for sign in said if sign.isprintable())[:CHARACTERS].strip() if isinstance(said, str) else ""
