"""Measurements behind the book's numbers: ``python -m benchmarks [topic …]`` from the repository's root."""
