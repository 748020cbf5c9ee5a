"""Links that open something to whoever has them: what is the same whatever room they belong to."""
