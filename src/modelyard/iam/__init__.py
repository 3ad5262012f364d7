"""Identity and access: who somebody is, what he may do, and who did what.

We own accounts (domains), users, groups, projects, access keys, tokens, sessions, policies, grants, agencies,
authorizations, workspaces and the audit trail. We ask nothing of other capabilities.
Start reading at `service` (use cases), `rules/policy.py` (how a decision falls), `adapters/gatekeeper.py` (a request's way in).
"""
