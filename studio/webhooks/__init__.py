"""Telling people's own servers what became of their jobs: written down with the move, signed, tried for a day."""
