"""Floor 4, the front door: settings, urls, api, terminal, base templates, static files."""
