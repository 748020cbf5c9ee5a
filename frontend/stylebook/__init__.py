"""Every component and state of the face, rendered by the product's own templates under its own policy."""
