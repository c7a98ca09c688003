"""How every kernel function is compiled.

``_nrt=False``: the kernel allocates nothing, so arrays need no reference counts; without them a
call costs what it costs in C (measured: about 25 times faster on workload e).
"""

from numba import njit

compiled = njit(cache=True, nogil=True, error_model="numpy", _nrt=False)

# Small functions on the hot path: a call costs about as much as they do (measured on workload e).
inlined = njit(cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=True)
