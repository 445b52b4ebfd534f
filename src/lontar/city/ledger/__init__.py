"""Where every rupiah stands."""
