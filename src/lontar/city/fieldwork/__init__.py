"""Who checks whom at home, what they saw there, and what takes effect of it (verval)."""
