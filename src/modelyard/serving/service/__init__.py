"""What other capabilities and routes may ask of serving; the only way in. One file per noun."""
