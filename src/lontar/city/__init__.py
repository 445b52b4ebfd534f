"""Floor 3, what a city does against poverty: one room for each duty."""
