"""Floor 2, tools of Django that know no word of the domain."""
