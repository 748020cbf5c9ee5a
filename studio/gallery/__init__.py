"""The wall as a gallery: what is asked of it, finding, its shape from end to end, and doing something with many at once."""
