"""Probability samples: homes drawn by a published word, and shares estimated with what the design lets be said."""
