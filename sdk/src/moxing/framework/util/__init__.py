"""The surroundings of a script."""
