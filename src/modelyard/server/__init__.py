"""Assembly: adapters chosen, tables and migrations, the gateway's configuration, and the `modelyard` command.

Start reading at `wiring` (what is plugged into what) and `cli` (the commands).
"""
