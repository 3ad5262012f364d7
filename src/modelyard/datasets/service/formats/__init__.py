"""Readers of the formats of other tools, and of directories: files of a folder in, samples and problems out."""
