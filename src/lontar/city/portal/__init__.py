"""What may everyone see."""
