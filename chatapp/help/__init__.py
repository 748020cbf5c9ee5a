"""The help page: every sentence a person may read when something does not work, from the same tables that say it."""
