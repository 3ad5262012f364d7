"""Decisions of images: names, recipes, requirements, digests, package sources. No files, no network."""
