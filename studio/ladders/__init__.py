"""Draft ladders: four cheap stills, a short clip of the one that is chosen, the final, and more of it.

Every rung is an ordinary order through `studio.jobs`; the ladder only knows which orders belong together.
"""
