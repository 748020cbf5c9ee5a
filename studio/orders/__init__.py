"""What somebody ordered: the form's frozen value, one kind for each verb. It is a column of the job, and never changes."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from studio.orders.films import AnimateOrder, ChangeOrder, ExtendOrder, RemadeOrder, VideoOrder
from studio.orders.inputs import Given, Input, Role
from studio.orders.pictures import EditOrder, PictureOrder
from studio.orders.styled import Styled, Worn
from studio.verbs import Verb
from xai import media_limits
from xai.values import MediaIn

__all__ = [
    "BY_KIND",
    "BY_VERB",
    "AnimateOrder",
    "ChangeOrder",
    "EditOrder",
    "ExtendOrder",
    "Given",
    "Input",
    "Order",
    "PictureOrder",
    "RemadeOrder",
    "Role",
    "Styled",
    "VideoOrder",
    "Worn",
    "from_columns",
    "likely_ticks",
    "problems",
    "verb_of",
]

Order = PictureOrder | EditOrder | AnimateOrder | VideoOrder | ChangeOrder | ExtendOrder
BY_VERB: dict[Verb, type[Order]] = {
    Verb.IMAGINE: PictureOrder,
    Verb.EDIT: EditOrder,
    Verb.ANIMATE: AnimateOrder,
    Verb.FILM: VideoOrder,
    Verb.CHANGE: ChangeOrder,
    Verb.EXTEND: ExtendOrder,
}
# Orders of the time when there were two verbs do not name theirs.
BY_KIND = {"picture": Verb.IMAGINE, "video": Verb.FILM}


def verb_of(columns: Mapping[str, Any]) -> Verb:
    """Which verb a column is an order of."""
    return Verb(columns["verb"]) if "verb" in columns else BY_KIND[columns["kind"]]


def likely_ticks(order: Order) -> int:
    """What it most likely costs: what is booked, as estimated, where the provider tells no figure."""
    return order.likely if isinstance(order, RemadeOrder) else order.price


def problems(order: Order) -> tuple[str, ...]:
    """What the engine would not take in it, by the table: engine, ratio, length, … Its inputs are not looked into."""
    nothing = MediaIn("")
    return media_limits.problems(order.request("", tuple(Given(each, nothing) for each in order.inputs)))


def from_columns(columns: Mapping[str, Any]) -> Order:
    """The value again, from the column."""
    order = BY_VERB[verb_of(columns)]
    values = {field.name: columns[field.name] for field in fields(order) if field.name != "styled"}
    values["styled"] = Styled.from_columns(columns.get("styled"))
    if "inputs" in values:
        values["inputs"] = tuple(Input.from_columns(each) for each in values["inputs"])
    return order(**values)
