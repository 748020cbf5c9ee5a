"""Somebody else's reader of content credentials finds in a file what we say it came from: its parent, and that one's parent.

The reader is the Content Authenticity Initiative's own for browsers, run in Chromium. It shares nothing with us but the
files; whatever it asks for comes from node_modules.
"""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route

from studio.media import credentials
from studio.media.certificate import root
from studio.media.credentials import Parent

pytestmark = pytest.mark.browser

MODULES = Path(__file__).resolve().parents[2] / "node_modules"
PLACE = "http://localhost:9"  # nobody listens there: every request is answered below
PAGE = f"""<!doctype html><title>Reader</title><script type="importmap">{
    json.dumps(
        {
            "imports": {
                "@contentauth/c2pa-web": "/@contentauth/c2pa-web/dist/index.js",
                "highgain": "/highgain/dist/index.js",
                "ts-deepmerge": "/ts-deepmerge/esm/index.js",
            }
        }
    )
}</script>"""
READS = """async ([file, mime, anchors]) => {
  const { createC2pa } = await import("@contentauth/c2pa-web")
  const settings = { trust: { trustAnchors: anchors }, verify: { verifyTrust: true } }
  const c2pa = await createC2pa({ wasmSrc: "/@contentauth/c2pa-web/dist/resources/c2pa_bg.wasm", settings })
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))
  try {
    const reader = await c2pa.reader.fromBlob(mime, new Blob([bytes], { type: mime }))
    return reader && (await reader.manifestStore())
  } finally {
    c2pa.dispose()
  }
}"""
TYPES = {".js": "text/javascript", ".wasm": "application/wasm"}


@pytest.fixture
def reader(page: Page) -> Page:
    """A page in which the other reader can be asked."""

    def answer(route: Route) -> None:
        path = MODULES / route.request.url.removeprefix(f"{PLACE}/")
        if route.request.url == f"{PLACE}/":
            route.fulfill(body=PAGE, content_type="text/html")
        elif path.is_file():
            route.fulfill(path=path, content_type=TYPES[path.suffix])
        else:
            route.fulfill(status=404)

    page.context.route(f"{PLACE}/**", answer)
    page.goto(f"{PLACE}/")
    return page


def signed(folder: Path, name: str, colour: str, *parents: Parent) -> Parent:
    """A picture with credentials, ready to be somebody's parent."""
    plain, path = folder / f"plain-{name}", folder / name
    mime = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}[path.suffix]
    Image.new("RGB", (64, 48), colour).save(plain)
    credentials.sign(plain, path, mime=mime, title=name, engine="grok-imagine-image", parents=parents)
    return Parent(path=path, mime=mime, title=name)


def asked(reader: Page, path: Path, mime: str) -> dict[str, Any]:
    """What the other reader says of a file."""
    file = base64.b64encode(path.read_bytes()).decode()
    found: dict[str, Any] = reader.evaluate(READS, [file, mime, root().decode()])
    return found


def test_another_reader_finds_both_generations_and_trusts_who_signed(reader: Page, tmp_path: Path) -> None:
    first = signed(tmp_path, "fox.jpg", "orange")
    second = signed(tmp_path, "fox-at-night.png", "navy", first)
    hat = signed(tmp_path, "hat.jpg", "black")
    third = signed(tmp_path, "fox-with-hat.webp", "brown", second, hat)

    store = asked(reader, third.path, third.mime)

    manifests = store["manifests"]
    newest = manifests[store["active_manifest"]]
    assert (store["validation_state"], newest["title"]) == ("Trusted", "fox-with-hat.webp")
    assert [(each["title"], each["relationship"]) for each in newest["ingredients"]] == [
        ("fox-at-night.png", "parentOf"),
        ("hat.jpg", "componentOf"),
    ]
    middle = manifests[newest["ingredients"][0]["active_manifest"]]
    assert [(each["title"], each["relationship"]) for each in middle["ingredients"]] == [("fox.jpg", "parentOf")]
    oldest = manifests[middle["ingredients"][0]["active_manifest"]]
    assert (oldest["title"], oldest.get("ingredients", [])) == ("fox.jpg", [])


def test_another_reader_sees_that_a_file_was_changed(reader: Page, tmp_path: Path) -> None:
    made = signed(tmp_path, "fox.jpg", "orange", signed(tmp_path, "before.jpg", "red"))
    changed = bytearray(made.path.read_bytes())
    changed[-20] ^= 1
    made.path.write_bytes(changed)

    assert asked(reader, made.path, made.mime)["validation_state"] == "Invalid"
