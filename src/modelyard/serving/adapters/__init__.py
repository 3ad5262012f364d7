"""What fulfils the ports of serving."""
