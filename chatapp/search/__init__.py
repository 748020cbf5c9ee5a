"""Search: what is asked (a language of words), the index, finding, and showing where the words stand."""

from chatapp.search.asked import FILTERS, Asked, NotUnderstood, parse
from chatapp.search.finding import Found, Results, find
from chatapp.search.index import index

__all__ = ["FILTERS", "Asked", "Found", "NotUnderstood", "Results", "find", "index", "parse"]
