"""Who qualifies: dated rules as data, read by columns for a city and step by step for one family."""
