"""Styles: presets and brand guides, kept under a name and put on from order to order."""
