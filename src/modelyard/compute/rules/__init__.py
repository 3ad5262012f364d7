"""Pure decisions of compute."""
