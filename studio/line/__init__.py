"""The lines in which orders wait to be sent, one for pictures and one for films: who is next, how fast, and one's own order."""
