"""Environments that tasks run in: preset images built from lock files, custom ones, and OCI images.

We own the catalogue, the builds and the directories that come of them. We ask `iam` who may do what, and the machine for
Python, a package index and a sandbox. Start reading at `service/runtime.py`: a name becomes something that runs.
"""
