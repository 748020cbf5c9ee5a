"""Pictures that are asked for in a conversation: recognised by rules, offered as an order, made by the studio."""
