"""What other capabilities, routes and the gate may ask of objects; the only way in. One file per noun."""
