"""Tests of making a plant from an event log."""
