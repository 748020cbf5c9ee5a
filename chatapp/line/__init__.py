"""The line in which turns wait for a relay and for the provider: who is next, who may go, and what a person is told of it."""
