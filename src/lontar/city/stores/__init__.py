"""Which goods lie where, and how they came there and left."""
