"""Migrations: the steps from an empty database to the tables of today, and how they are applied.

A step is a file `versions/NNNN_what.py` with revision `NNNN`. Steps are additive, never edited once released, and applied
under a lock before the API answers. `python -m modelyard.server.migrations WHAT` writes the next one from the models.
"""
