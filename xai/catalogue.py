"""Which engines there are and what they cost: the provider's word, and a dated table until it has spoken."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from functools import cache

from xai import price_tables, reading
from xai.price_tables import MediaPrices
from xai.settings import Limit
from xai.values import Engine, TokenPrices

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")


class Catalogue:
    """What this process knows. One for all event loops: it is only ever replaced as a whole."""

    def __init__(self) -> None:
        self.engines: tuple[Engine, ...] = ()  # empty until the provider has been asked
        self.pictures: tuple[MediaPrices, ...] = ()
        self.asked_at = float("-inf")

    def engine(self, name: str) -> Engine | None:
        """The engine with this id or alias, by the provider's word or by the table."""
        return find(self.engines, name) or find(known_engines(), name)


def find(engines: Iterable[Engine], name: str) -> Engine | None:
    """The engine with this id, else the one with this alias: an alias may move onto another's old name."""
    engines = tuple(engines)
    exact = (each for each in engines if each.id == name)
    return next(exact, None) or next((each for each in engines if name in each.aliases), None)


def fitting(effort: str | None, engine: Engine | None) -> str | None:
    """The effort to send: the nearest one not above what is wanted that the engine takes, else its lowest.

    None, when nothing is wanted or the engine takes none: sending any would be refused.
    """
    if effort is None or engine is None or not engine.efforts:
        return None
    ranks = {word: rank for rank, word in enumerate(EFFORTS)}
    if effort in engine.efforts or effort not in ranks:
        return effort if effort in engine.efforts else None
    taken = sorted((each for each in engine.efforts if each in ranks), key=ranks.__getitem__)
    below = [each for each in taken if ranks[each] < ranks[effort]]
    return below[-1] if below else next(iter(taken), None)


def engines_in(models: reading.Json, languages: reading.Json | None) -> tuple[Engine, ...]:
    """Join the two lists by id: one has the context, the other what goes in. `languages` None: there is no such list."""
    contexts = {reading.text(each, "id"): each for each in reading.mappings(models.get("data"))}
    if languages is None:
        rows = [each for each in contexts.values() if not _is_media(each)]
    else:
        rows = list(reading.mappings(languages.get("models")))
    return tuple(_joined(contexts.get(reading.text(row, "id"), {}), row) for row in rows if reading.text(row, "id"))


def kept(engines: Iterable[Engine]) -> list[dict[str, object]]:
    """Engines as JSON keeps them."""
    return [asdict(engine) for engine in engines]


def brought_back(rows: Iterable[reading.Json]) -> tuple[Engine, ...]:
    """What `kept` gave, also by an older or newer version of this code: what it does not know is left out."""
    return tuple(_brought_back(row) for row in rows if reading.text(row, "id"))


def _brought_back(row: reading.Json) -> Engine:
    prices = reading.mapping(row.get("prices"))
    return Engine(
        id=reading.text(row, "id"),
        aliases=_aliases(row),
        context_tokens=reading.whole(row, "context_tokens"),
        input_modalities=reading.words(row, "input_modalities") or ("text",),
        efforts=reading.words(row, "efforts"),
        default_effort=reading.text(row, "default_effort") or None,
        prices=TokenPrices(**{each.name: reading.count(prices, each.name) for each in fields(TokenPrices)}),
        created=reading.count(row, "created"),
    )


def pictures_in(models: reading.Json) -> tuple[MediaPrices, ...]:
    """The picture prices in the list of models."""
    found = (_picture(each) for each in reading.mappings(models.get("data")))
    return tuple(each for each in found if each.ticks)


@cache
def known_engines() -> tuple[Engine, ...]:
    """The engines of the dated table."""
    return tuple(_tabled(row) for row in _rows())


@cache
def known_limits() -> Mapping[str, Limit]:
    """The limits of the dated table, by id and alias; pictures and videos have theirs per engine, too."""
    limits = {row_name: _limit(row) for row in _rows() for row_name in (str(row["id"]), *_aliases(row))}
    limits |= {name: Limit(300) for each in price_tables.pictures() for name in (each.id, *each.aliases)}
    return limits | {name: Limit(60) for each in price_tables.videos() for name in (each.id, *each.aliases)}


@cache
def default_limit() -> Limit:
    """For an engine in no table."""
    row = price_tables.table("known_engines.toml")["default"]
    assert isinstance(row, dict)
    return _limit(row)


def _rows() -> list[dict[str, object]]:
    rows = price_tables.table("known_engines.toml")["engine"]
    assert isinstance(rows, list)
    return rows


def _aliases(row: reading.Json) -> tuple[str, ...]:
    return reading.words(row, "aliases")


def _limit(row: reading.Json) -> Limit:
    # The published seconds are a 48th of the minute's budget, which the provider's own headers tell.
    return Limit(reading.count(row, "requests_per_second") * 48, reading.count(row, "tokens_per_minute"))


def _tabled(row: dict[str, object]) -> Engine:
    prices = reading.mapping(row["prices"])
    return Engine(
        id=str(row["id"]),
        aliases=_aliases(row),
        context_tokens=reading.whole(row, "context_tokens"),
        input_modalities=reading.words(row, "input_modalities") or ("text",),
        efforts=reading.words(row, "efforts"),
        default_effort=reading.text(row, "default_effort") or None,
        prices=TokenPrices(**{name: reading.count(prices, name) for name in prices}),
    )


def _joined(context: reading.Json, row: reading.Json) -> Engine:
    aliases = dict.fromkeys((*_aliases(context), *_aliases(row)))
    return _engine({**context, **row, "aliases": list(aliases)})


def _engine(row: reading.Json) -> Engine:
    known = find(known_engines(), reading.text(row, "id"))
    can = reading.mapping(row.get("capabilities"))
    efforts = reading.words(can, "reasoning_effort")
    if "reasoning_effort" not in can and known is not None:
        efforts = known.efforts
    return Engine(
        id=reading.text(row, "id"),
        aliases=_aliases(row),
        context_tokens=reading.whole(row, "context_length") or (known.context_tokens if known else None),
        input_modalities=reading.words(row, "input_modalities") or (known.input_modalities if known else ("text",)),
        efforts=efforts,
        default_effort=reading.text(can, "default_reasoning_effort") or (known.default_effort if known else None),
        prices=_prices(row) or (known.prices if known else TokenPrices()),
        created=reading.count(row, "created"),
    )


def _prices(row: reading.Json) -> TokenPrices | None:
    """Ticks per token, as the catalogue writes them; None when it does not."""
    prompt, completion = (
        reading.whole(row, "prompt_text_token_price"),
        reading.whole(row, "completion_text_token_price"),
    )
    if prompt is None or completion is None:
        return None
    cached, image = reading.whole(row, "cached_prompt_text_token_price"), reading.whole(row, "prompt_image_token_price")
    return TokenPrices(
        prompt=prompt,
        cached=prompt if cached is None else cached,
        image=prompt if image is None else image,
        completion=completion,
        long_threshold=reading.count(row, "long_context_threshold"),
        long_prompt=reading.count(row, "prompt_text_token_price_long_context"),
        long_cached=reading.count(row, "cached_prompt_text_token_price_long_context"),
        long_completion=reading.count(row, "completion_text_token_price_long_context"),
    )


def _picture(row: reading.Json) -> MediaPrices:
    ticks = {
        (reading.text(each, "quality"), reading.text(each, "resolution")): price
        for each in reading.mappings(row.get("pricing"))
        if (price := reading.whole(each, "price_per_image"))
    }
    flat = reading.whole(row, "image_price")
    known = price_tables.named(price_tables.pictures(), reading.text(row, "id"))
    if not ticks and flat and not (known and known.qualities):  # one price says nothing about levels
        ticks = {("", "1k"): flat, ("", "2k"): flat}
    return MediaPrices(reading.text(row, "id"), _aliases(row), ticks)


def _is_media(row: reading.Json) -> bool:
    return "image_price" in row or "pricing" in row or "imagine" in reading.text(row, "id")
