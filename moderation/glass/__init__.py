"""Break-glass: staff read private conversations only for a reason, for a while, and the owner is told at once."""
