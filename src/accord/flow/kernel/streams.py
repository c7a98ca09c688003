"""Counter-based random streams and the variates drawn from them.

Draw number ``n`` of a stream is a pure function of (key, n): no state besides a counter, so the
draws of one entity never depend on what others do, on threads or on the scenario.
Source: the finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195);
exponential and normal: ziggurat (Marsaglia and Tsang 2000, doi:10.18637/jss.v005.i08).
"""

import math

import numpy as np

from accord.flow.kernel.jit import cold, compiled, inlined

GAMMA = np.uint64(0x9E3779B97F4A7C15)
MIX_A = np.uint64(0xBF58476D1CE4E5B9)
MIX_B = np.uint64(0x94D049BB133111EB)
S30, S27, S31, S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
ONE = np.uint64(1)
TINY = 1.0 / 9007199254740992.0  # 2**-53

FIXED, EXPONENTIAL, LOGNORMAL, UNIFORM = map(np.int64, range(4))


@inlined
def mix(z):
    """Scramble 64 bits (SplitMix64 finaliser)."""
    z = (z ^ (z >> S30)) * MIX_A
    z = (z ^ (z >> S27)) * MIX_B
    return z ^ (z >> S31)


@compiled
def stream_key(seed, replication, entity, purpose):
    """Return the key of the stream (seed, replication, entity, purpose), all uint64."""
    z = mix(seed + GAMMA)
    z = mix(z ^ (replication * MIX_A + GAMMA))
    z = mix(z ^ entity)
    return mix(z ^ (purpose * MIX_B + GAMMA))


@inlined
def uniform(key, n):
    """Return draw ``n`` (int64) of a stream as a float in (0, 1]."""
    return ((mix(key + np.uint64(n) * GAMMA) >> S11) + ONE) * TINY


def _ziggurat(layers, tail, area, density, inverse):
    """Return where the layers under a falling density end, as (edges, widths, within, heights).

    Layer 0 is the lowest and holds the tail beyond ``edges[1]``; all have the same area. A point at
    ``k * widths[i]``, k of 53 bits, lies under the curve for sure if ``k < within[i]``.
    """
    edges = [area / density(tail), tail]
    while len(edges) < layers:
        edges.append(inverse(density(edges[-1]) + area / edges[-1]))
    edges = np.array([*edges, 0.0])
    within = np.ceil(edges[1:] / edges[:-1] * 2.0**53)
    heights = np.array([density(x) for x in edges])
    return edges, edges[:-1] * TINY, within.astype(np.int64), heights


EDGES, WIDTHS, WITHIN, HEIGHTS = _ziggurat(
    256,
    TAIL := 7.69711747013104972,
    (TAIL + 1.0) * math.exp(-TAIL),
    lambda x: math.exp(-x),
    lambda y: -math.log(y),
)
NORMAL_EDGES, NORMAL_WIDTHS, NORMAL_WITHIN, NORMAL_HEIGHTS = _ziggurat(
    256,
    NORMAL_TAIL := 3.6541528853610088,
    NORMAL_TAIL * math.exp(-0.5 * NORMAL_TAIL**2)
    + math.sqrt(0.5 * math.pi) * math.erfc(NORMAL_TAIL / math.sqrt(2.0)),
    lambda x: math.exp(-0.5 * x * x),
    lambda y: math.sqrt(-2.0 * math.log(y)),
)
LAYER, SIGN = np.uint64(255), np.uint64(256)


@inlined
def exponential(key, n):
    """Return draw ``n`` (int64) of a stream as an exponential variate of mean 1."""
    z = mix(key + np.uint64(n) * GAMMA)
    layer = np.int64(z & LAYER)
    k = np.int64(z >> S11)
    if k < WITHIN[layer]:  # 99 of 100
        return k * WIDTHS[layer]
    return rejected(z)


@compiled
def rejected(z):
    """Go on with a draw that may lie above the curve; further bits come from those of the draw."""
    cold()
    beyond = 0.0
    while True:
        layer = np.int64(z & LAYER)
        k = np.int64(z >> S11)
        x = k * WIDTHS[layer]
        if k < WITHIN[layer]:
            return beyond + x
        z = mix(z + GAMMA)
        if layer == 0:
            beyond += EDGES[1]  # the tail is the whole again
        else:
            v = np.int64(z >> S11) * TINY
            low, high = HEIGHTS[layer], HEIGHTS[layer + 1]
            if low + v * (high - low) < math.exp(-x):
                return beyond + x
            z = mix(z + GAMMA)


@inlined
def normal(key, n):
    """Return draw ``n`` (int64) of a stream as a standard normal variate."""
    z = mix(key + np.uint64(n) * GAMMA)
    layer = np.int64(z & LAYER)
    k = np.int64(z >> S11)
    x = k * NORMAL_WIDTHS[layer]
    if k >= NORMAL_WITHIN[layer]:  # 1 of 100
        x = rejected_normal(z)
    return -x if z & SIGN else x


@compiled
def rejected_normal(z):
    """Go on with a draw that may lie above the curve; return its size without the sign."""
    cold()
    while True:
        layer = np.int64(z & LAYER)
        k = np.int64(z >> S11)
        x = k * NORMAL_WIDTHS[layer]
        if k < NORMAL_WITHIN[layer]:
            return x
        z = mix(z + GAMMA)
        if layer == 0:
            while True:  # the tail lies under an exponential (Marsaglia 1964)
                beyond = -math.log((np.int64(z >> S11) + 1) * TINY) / NORMAL_TAIL
                z = mix(z + GAMMA)
                if -2.0 * math.log((np.int64(z >> S11) + 1) * TINY) >= beyond * beyond:
                    return NORMAL_TAIL + beyond
                z = mix(z + GAMMA)
        v = np.int64(z >> S11) * TINY
        low, high = NORMAL_HEIGHTS[layer], NORMAL_HEIGHTS[layer + 1]
        if low + v * (high - low) < math.exp(-0.5 * x * x):
            return x
        z = mix(z + GAMMA)


@inlined
def lognormal(sigma, key, n):
    """Return draw ``n`` of a stream as a lognormal variate of mean 1, of log-sd ``sigma``."""
    return math.exp(sigma * normal(key, n) - 0.5 * sigma * sigma)


@compiled
def variate(kind, mean, sigma, key, n):
    """Return one draw with the given mean.

    ``sigma`` is the sd of the logarithm (lognormal) or the half width as a share of the mean
    (uniform).
    """
    if kind == FIXED:
        return mean
    if kind == EXPONENTIAL:
        return mean * exponential(key, n)
    if kind == UNIFORM:
        return mean * (1.0 + sigma * (2.0 * uniform(key, n) - 1.0))
    return mean * lognormal(sigma, key, n)


@compiled
def binomial(trials, share, key, n):
    """Return how many of ``trials`` succeed: one uniform inverted; for large means a normal."""
    if share <= 0.0 or trials <= 0:
        return 0
    if share >= 1.0:
        return trials
    u = uniform(key, n)
    if trials == 1:
        return 1 if u <= share else 0
    mean = trials * share
    if mean > 300.0:
        spread = normal(key, n) * math.sqrt(mean * (1.0 - share))
        draw = np.int64(math.floor(mean + spread + 0.5))
        return min(max(draw, 0), trials)
    odds = share / (1.0 - share)
    mass = math.exp(trials * math.log1p(-share))
    total, k = mass, 0
    while total < u and k < trials:
        mass *= odds * (trials - k) / (k + 1)
        k += 1
        total += mass
    return k
