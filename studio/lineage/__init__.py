"""What was made from what: the way back to the first ancestor, and all that was made from it.

A thing made from several hangs under the one that was named first; the others stand beside it. So the family of a thing is
a tree, and what one sees below it is what a command for "this and what was made from it" takes.
"""
