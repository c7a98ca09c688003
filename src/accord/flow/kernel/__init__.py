"""The event kernel: arrays in, arrays out; imports numpy, numba and math only.

Outline: ``layout`` fixes the records and ``memory`` reads them at addresses; ``streams`` draws,
``events`` keeps the event set, ``runs`` computes k-th completions, ``accounts`` books time,
``people`` matches requests with persons, ``lots`` moves units and lots, ``machines`` makes them,
``stops`` ends runs, set-ups and repairs, and ``engine`` is the main loop. The rules S1-S20 stand in
``docs/background/flow-semantics.md``.
"""
