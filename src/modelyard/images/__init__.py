"""Environments that tasks run in: preset images built from lock files, custom ones, and OCI images."""
