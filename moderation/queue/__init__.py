"""What waits at the desk, as a reviewer sees it: the lanes, the figures above them, what is next, what was decided."""

from moderation.queue.following import next_after
from moderation.queue.numbers import Figures, figures
from moderation.queue.past import decided
from moderation.queue.waiting import Waiting, lanes, out_of_reach
from moderation.queue.words import title, why

__all__ = ["Figures", "Waiting", "decided", "figures", "lanes", "next_after", "out_of_reach", "title", "why"]
