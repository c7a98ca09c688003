"""Exact rosters: each person's rosters are the paths of a diagram, chosen by column generation."""
