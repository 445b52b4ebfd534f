"""Floor 1, formulae: columns in, columns out. No Django, no database, no files, no clock, no chance."""
