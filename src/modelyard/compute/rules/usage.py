"""What projects used of late, as fairness counts it: a share of a pool times seconds, halved every so often."""


def decayed(share_seconds: float, elapsed_seconds: float, half_life_seconds: float) -> float:
    """Return what is left of a use after some time."""
    halvings = max(elapsed_seconds, 0.0) / half_life_seconds
    return float(share_seconds * 0.5**halvings)
