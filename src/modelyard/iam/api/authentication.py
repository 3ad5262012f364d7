"""All routes of authentication, for the application."""

from modelyard.iam.api import credentials, mfa, sessions, simulations, sts, tokens, traces

ROUTERS = (
    tokens.router,
    credentials.router,
    sts.router,
    sessions.router,
    mfa.router,
    simulations.router,
    traces.router,
)
