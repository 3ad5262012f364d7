"""Every read of compute."""
