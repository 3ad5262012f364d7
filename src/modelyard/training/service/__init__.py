"""What other capabilities and routes may ask of training; the only way in. One file per noun."""
