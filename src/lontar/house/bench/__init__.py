"""`./lontar bench`: measures what was promised, on a database of its own, and writes down what came out."""
