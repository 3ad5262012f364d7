"""Counters that older inference code asks for."""
