"""The supervisor of one task: a process of its own that outlives the control plane.

It starts hundreds of times a minute on a busy node, so it imports the standard library only, and of that as little as it
can; `main.py` says in which order things happen. What it reads and writes lies in the directory of its task, see `records`.
"""
