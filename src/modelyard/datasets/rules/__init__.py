"""Decisions about samples and annotations, and every format they are read from and written to; nothing here does I/O."""
