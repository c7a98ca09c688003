"""A cycle for the crews of a plant: from its posts to a problem, and back to its shift table."""
