"""Exact, explained scores for Chinese budget-performance forms."""
