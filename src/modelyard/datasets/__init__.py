"""Datasets, samples, labels, versions: what models learn from.

We own which samples there are, what is said about them, and the versions that never change. We ask `objects` for files and
`compute` for workloads that process them. Start reading at docs/dev/datasets.md, then `types` and `rules.annotations`.
"""
