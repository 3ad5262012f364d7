"""Shapes of services: what clients send (`requests`), what they get (`answers`), what happens (`events`)."""
