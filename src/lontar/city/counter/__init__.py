"""The counter: one citizen at a time, what their family is entitled to, and what they came for."""
