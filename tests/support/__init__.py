"""What several rooms' tests stand on: real processes, started and stopped."""
