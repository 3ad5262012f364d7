"""Reconcilers of objects."""
