"""What is held about one person, why, who saw it, and how it is corrected, kept back and erased."""
