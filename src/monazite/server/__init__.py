"""The graph on the web: SPARQL, a JSON API and an address for each entity; read-only, bounded, watchable.

One process speaks HTTP; queries run in worker processes that hold the store read-only and are ended when
their time or memory is up. `monazite.server.running.serve` starts it all; `monazite.server.settings.Settings`
lists the limits.
"""
