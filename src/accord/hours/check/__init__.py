"""Is it allowed? Duties of a plant, a cycle, a roster or a file held against the law of hours."""
