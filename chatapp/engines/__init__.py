"""Engines: which there are, who chooses, what each takes, what stands in for one that is busy."""

from chatapp.engines.catalogue import EFFORTS, endpoint, known, listed, offered, on_offer

__all__ = ["EFFORTS", "endpoint", "known", "listed", "offered", "on_offer"]
