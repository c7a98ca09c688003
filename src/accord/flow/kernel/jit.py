"""How every kernel function is compiled.

``_nrt=False``: the kernel allocates nothing, so arrays need no reference counts; without them a
call costs what it costs in C (measured: about 25 times faster on workload e).
"""

from numba import config, njit, types
from numba.extending import intrinsic

# A function is inlined only where it says so: the flag would pass on from caller to callee.
compiled = njit(nogil=True, error_model="numpy", _nrt=False, forceinline=False)

# What Python calls: compiled once for a machine, with everything that it calls.
door = njit(cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=False)

# What nearly every event does: a call costs about as much as the work (measured on workload e).
inlined = njit(nogil=True, error_model="numpy", _nrt=False, forceinline=True)


if config.DISABLE_JIT:

    def cold():
        """Do nothing: without the compiler there is no machine code to lay out."""

else:

    @intrinsic
    def cold(typing_context):
        """Keep the function that begins with this call out of the code of its callers.

        For what happens seldom: its callers stay short (measured: 8 % on workload e).
        """

        def generate(context, builder, signature, args):
            builder.function.attributes.add("noinline")
            builder.function.attributes.add("cold")
            return context.get_dummy_value()

        return types.none(), generate
