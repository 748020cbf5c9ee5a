"""What waits at the desk, as a reviewer sees it: the lanes, the figures above them, what is next, what was decided."""

from moderation.queue.chosen import Chosen, choices
from moderation.queue.following import next_after
from moderation.queue.numbers import Figures, figures
from moderation.queue.past import decided
from moderation.queue.waiting import Group, Waiting, claimed_by, lanes, out_of_reach, over
from moderation.queue.words import KIND_TITLES, title, why

__all__ = [
    "KIND_TITLES", "Chosen", "Figures", "Group", "Waiting", "choices", "claimed_by", "decided", "figures", "lanes", "next_after",
    "out_of_reach", "over", "title", "why",
]  # fmt: skip
