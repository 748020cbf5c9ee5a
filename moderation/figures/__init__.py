"""The desk in numbers: what waits, what was decided and how fast, how often it was taken back, how far people agree."""
