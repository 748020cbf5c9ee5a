"""Showing by link: what its owner does with a share, and what whoever has the link sees."""
