"""What was done, by whom, why."""
