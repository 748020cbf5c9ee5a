"""Reads the dated price tables that lie beside this file."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MediaPrices:
    """Ticks for one picture, or one second of video, by quality and resolution; no levels of quality: "".

    `input_picture` is for each picture handed in, `input_second` for each second of video.
    """

    id: str
    aliases: tuple[str, ...]
    ticks: Mapping[tuple[str, str], int]
    input_picture: int = 0
    input_second: int = 0

    @property
    def qualities(self) -> tuple[str, ...]:
        """The levels of quality it has, cheapest first as listed; none for most."""
        return tuple(dict.fromkeys(quality for quality, _ in self.ticks if quality))

    @property
    def resolutions(self) -> tuple[str, ...]:
        """The resolutions it has."""
        return tuple(dict.fromkeys(resolution for _, resolution in self.ticks))


@cache
def pictures() -> tuple[MediaPrices, ...]:
    """What pictures cost, by the table."""
    return _media("picture_prices.toml")


@cache
def videos() -> tuple[MediaPrices, ...]:
    """What a second of video costs, by the table."""
    return _media("video_prices.toml")


def table(name: str) -> dict[str, object]:
    """One of the tables as it is written."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def named(engines: Iterable[MediaPrices], name: str) -> MediaPrices | None:
    """The engine with this id or alias."""
    return next((each for each in engines if name == each.id or name in each.aliases), None)


def _media(name: str) -> tuple[MediaPrices, ...]:
    rows = table(name)["engine"]
    assert isinstance(rows, list)
    return tuple(_one(row) for row in rows)


def _one(row: Mapping[str, Any]) -> MediaPrices:
    ticks = {(str(each.get("quality", "")), str(each["resolution"])): int(each["ticks"]) for each in row["prices"]}
    aliases = tuple(str(alias) for alias in row.get("aliases", ()))
    return MediaPrices(str(row["id"]), aliases, ticks, row.get("input_picture", 0), row.get("input_second", 0))
