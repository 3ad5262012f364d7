"""The sub-commands of `modelyard`, one module each."""
