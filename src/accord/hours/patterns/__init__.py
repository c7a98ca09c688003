"""Known shift patterns as exact data, read by name or from one line."""
