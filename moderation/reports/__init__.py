"""When something is wrong: whoever sees it says so, has a receipt, and is told what became of it."""
