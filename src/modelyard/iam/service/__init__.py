"""What other capabilities and routes may ask of identity; the only way in. One file per noun."""
