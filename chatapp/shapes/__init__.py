"""Answers in a shape that was asked for: a JSON Schema, what fits it, how it is shown and taken along."""
