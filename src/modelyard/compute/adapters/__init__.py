"""Engines: what fulfils the port of compute."""
