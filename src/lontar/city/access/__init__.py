"""Who may do what: officers, roles, places, agencies, tokens."""
