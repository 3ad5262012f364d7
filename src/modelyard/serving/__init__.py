"""Services: models that answer requests.

We own services, their deployments (one for each model version, with a weight), the revisions of their configuration,
their replicas, and what the gateway knows of them. We ask `registry` what a model needs in order to answer, and
`compute` to run one workload for each replica. Requests go from the gateway straight to replicas; nothing here stands
in their way. Start with `types`, then `rules.states`, `loops.services`.
"""
