"""Implementations of what identity needs from outside its tables."""
