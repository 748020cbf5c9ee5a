"""Whoever is shown against their will asks for removal: hidden at once, judged within two days, both sides told."""
