"""Who lives here."""
