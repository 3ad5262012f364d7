"""Workloads: what runs, where, when, and with which limits. Knows nothing of jobs, notebooks or services."""
