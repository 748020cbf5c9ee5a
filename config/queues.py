"""The queues of Celery's doorbells. Each kind of work has one to itself, so that a slow one never starves another."""

# sweeps    short rounds that find what is due
# calls     questions to the provider, which take minutes
# media     bringing home and checking what was paid for; chores on the store
# arrivals  checking what people bring and cutting what they cut: as much as they like, at their own pace
# outward   telling people's own servers, which may be slow, away, or against us
QUEUES = ("sweeps", "calls", "media", "arrivals", "outward")
