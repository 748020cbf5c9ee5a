"""How fast the relay is, against the stand-in at a fixed pace. `bin/bench` prints the table; nothing here is a test."""
