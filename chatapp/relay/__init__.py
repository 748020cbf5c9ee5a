"""The relay: claims turns, streams them from the provider into their logs, closes them. May die at any line."""
