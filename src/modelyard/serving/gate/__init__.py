"""The gate of services: the gateway asks it who calls and whether he may. It runs in the process of `server.gate`.

The admission script at the gateway (`adapters/envoy_admission.lua`) remembers verdicts for some seconds, so that the gate
is asked seldom; only signed requests are asked about each time, since each has a signature of its own.
"""
