"""Taking back what a decision of the desk did to orders and things: as they were, as far as that is still true."""
