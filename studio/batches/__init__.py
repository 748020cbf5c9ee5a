"""Many orders at once: read, priced, ordered under one hold, followed to the last, taken along as a sheet."""
