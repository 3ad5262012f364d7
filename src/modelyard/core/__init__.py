"""The kernel: what every capability needs and no capability knows.

db (sessions and transactions), errors, subject and access (who asks, what a route demands), ids, clock, paging,
events, loops (reconcilers), sealing (secrets at rest), settings, http (what all routes share), i18n.
It imports no capability.
"""
