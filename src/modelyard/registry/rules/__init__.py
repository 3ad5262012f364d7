"""Decisions about models, without any I/O."""
