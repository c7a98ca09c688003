"""The event kernel: arrays in, arrays out; imports numpy, numba and math only.

Outline: ``layout`` fixes the records, ``streams`` draws, ``events`` keeps the event set, ``runs``
computes k-th completions, ``people`` matches requests with persons, ``shop`` moves lots, and
``engine`` is the main loop. The rules S1-S20 stand in ``docs/background/flow-semantics.md``.
"""
