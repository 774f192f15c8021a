"""The command `tf2lint`: what it has that a plugin leaves to its host. No plugin imports any of it."""
