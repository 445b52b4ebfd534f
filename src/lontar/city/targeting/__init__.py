"""Who is chosen, by whom, and why."""
