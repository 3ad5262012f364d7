"""What is independent of training frameworks."""
