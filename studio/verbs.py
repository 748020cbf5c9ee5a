"""The six things a person can ask the studio to do."""

from django.db import models


class Verb(models.TextChoices):
    """What is done, and the word on the button."""

    IMAGINE = "imagine", "Imagine"  # words become pictures
    EDIT = "edit", "Edit"  # pictures become pictures
    ANIMATE = "animate", "Animate"  # pictures become a film
    FILM = "film", "Film"  # words become a film
    CHANGE = "change", "Change"  # a film becomes another of the same length
    EXTEND = "extend", "Extend"  # a film becomes longer
