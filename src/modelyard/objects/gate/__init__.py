"""The gate: decides about each request of the storage port, and answers those that are about buckets.

The gateway asks it before anything reaches the store (`Gate.check`), and sends it what it answers by itself
(`Gate.serve`). It is a process of its own, so that it stays small and quick and does not share the fate of the API.
Start reading in `checks.py`; `server.py` is the wire, `answers.py` what is about buckets.
"""
