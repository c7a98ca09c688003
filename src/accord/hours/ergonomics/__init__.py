"""Is it good for those who work it? Criteria of working-time studies, and the risk index."""
