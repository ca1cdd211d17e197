"""Benchmarks: `python -m tests.benchmarks [name ...]`, each beside a peer in the same run."""
