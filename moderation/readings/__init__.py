"""Second readings: a share of what was decided is judged once more, blind, so that the house knows how far it agrees."""
