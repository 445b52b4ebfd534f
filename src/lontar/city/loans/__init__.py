"""The revolving fund: capital that is lent, comes back, and is lent again."""
