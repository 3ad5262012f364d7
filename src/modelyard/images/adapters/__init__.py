"""What images does on the machine: sandboxes, uv, the store of finished environments, the configuration of pip."""
