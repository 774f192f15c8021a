"""What the code of one file says: scopes, what names are bound to, kinds of values, and what sessions run."""
