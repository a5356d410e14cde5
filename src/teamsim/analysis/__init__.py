"""Answers made from studies."""
