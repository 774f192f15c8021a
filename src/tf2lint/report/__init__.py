"""How findings are written down: one file a format."""
