"""What tests decide most often."""

from moderation.measures import Measure

ALLOW, REMOVE, HIDE = Measure("allow"), Measure("remove"), Measure("hide")
