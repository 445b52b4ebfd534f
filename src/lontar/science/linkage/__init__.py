"""One person once: persons as keys, likely pairs, weights, and groups; columns in, columns out."""
