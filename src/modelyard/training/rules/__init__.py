"""Pure decisions of training."""
