"""“Check this file”: whether it was made here and is as it was, for anyone who has it; about public facts only."""
