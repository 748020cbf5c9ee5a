"""Where people write: the box itself, what stands unsent in it, what waits for its turn, what is kept to use again."""

from chatapp.composer.box import Composer, composer

__all__ = ["Composer", "composer"]
