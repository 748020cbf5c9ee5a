"""The studio: orders, the job pipeline, assets."""
