"""The locked lane: kept from every sweep, opened by two named roles, handed over to an authority by two people."""
