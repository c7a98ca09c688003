"""Counter-based random streams and the variates drawn from them.

Draw number ``n`` of a stream is a pure function of (key, n): no state besides a counter, so the
draws of one entity never depend on what others do, on threads or on the scenario.
Source: the finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195);
exponential: ziggurat (Marsaglia and Tsang 2000, doi:10.18637/jss.v005.i08);
normal quantile: algorithm AS 241 (Wichura 1988, doi:10.2307/2347330).
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


def _ziggurat(layers, tail):
    """Return where the layers of a ziggurat over exp(-x) end, as (edges, widths, within, heights).

    Layer 0 is the lowest and holds the tail beyond ``edges[1]``; all have the same area. A point at
    ``k * widths[i]``, k of 53 bits, lies under the curve for sure if ``k < within[i]``.
    """
    area = (tail + 1.0) * math.exp(-tail)
    edges = [area * math.exp(tail), tail]
    while len(edges) < layers:
        edges.append(-math.log(math.exp(-edges[-1]) + area / edges[-1]))
    edges = np.array([*edges, 0.0])
    within = np.ceil(edges[1:] / edges[:-1] * 2.0**53)
    return edges, edges[:-1] * TINY, within.astype(np.int64), np.exp(-edges)


EDGES, WIDTHS, WITHIN, HEIGHTS = _ziggurat(256, tail=7.69711747013104972)
LAYER = np.uint64(255)


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


@compiled
def normal_quantile(p):
    """Return the standard normal quantile of ``p`` in (0, 1); AS 241, about 1e-16 relative."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = 2.5090809287301226727e3
        for a in (
            3.3430575583588128105e4,
            6.7265770927008700853e4,
            4.5921953931549871457e4,
            1.3731693765509461125e4,
            1.9715909503065514427e3,
            1.3314166789178437745e2,
            3.3871328727963666080e0,
        ):
            num = num * r + a
        den = 5.2264952788528545610e3
        for b in (
            2.8729085735721942674e4,
            3.9307895800092710610e4,
            2.1213794301586595867e4,
            5.3941960214247511077e3,
            6.8718700749205790830e2,
            4.2313330701600911252e1,
            1.0,
        ):
            den = den * r + b
        return q * num / den
    r = p if q < 0.0 else 1.0 - p
    r = max(r, TINY)
    r = math.sqrt(-math.log(r))
    if r <= 5.0:
        r -= 1.6
        num = 7.74545014278341407640e-4
        for a in (
            2.27238449892691845833e-2,
            2.41780725177450611770e-1,
            1.27045825245236838258e0,
            3.64784832476320460504e0,
            5.76949722146069140550e0,
            4.63033784615654529590e0,
            1.42343711074968357734e0,
        ):
            num = num * r + a
        den = 1.05075007164441684324e-9
        for b in (
            5.47593808499534494600e-4,
            1.51986665636164571966e-2,
            1.48103976427480074590e-1,
            6.89767334985100004550e-1,
            1.67638483018380384940e0,
            2.05319162663775882187e0,
            1.0,
        ):
            den = den * r + b
    else:
        r -= 5.0
        num = 2.01033439929228813265e-7
        for a in (
            2.71155556874348757815e-5,
            1.24266094738807843860e-3,
            2.65321895265761230930e-2,
            2.96560571828504891230e-1,
            1.78482653991729133580e0,
            5.46378491116411436990e0,
            6.65790464350110377720e0,
        ):
            num = num * r + a
        den = 2.04426310338993978564e-15
        for b in (
            1.42151175831644588870e-7,
            1.84631831751005468180e-5,
            7.86869131145613259100e-4,
            1.48753612908506148525e-2,
            1.36929880922735805310e-1,
            5.99832206555887937690e-1,
            1.0,
        ):
            den = den * r + b
    z = num / den
    return -z if q < 0.0 else z


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
    u = uniform(key, n)
    if kind == UNIFORM:
        return mean * (1.0 + sigma * (2.0 * u - 1.0))
    return mean * math.exp(sigma * normal_quantile(u) - 0.5 * sigma * sigma)


@compiled
def binomial(trials, share, key, n):
    """Return how many of ``trials`` succeed, by inversion of one uniform (large means: normal)."""
    if share <= 0.0 or trials <= 0:
        return 0
    if share >= 1.0:
        return trials
    u = uniform(key, n)
    if trials == 1:
        return 1 if u <= share else 0
    mean = trials * share
    if mean > 300.0:
        z = normal_quantile(min(u, 1.0 - TINY))
        draw = np.int64(math.floor(mean + z * math.sqrt(mean * (1.0 - share)) + 0.5))
        return min(max(draw, 0), trials)
    odds = share / (1.0 - share)
    mass = math.exp(trials * math.log1p(-share))
    total, k = mass, 0
    while total < u and k < trials:
        mass *= odds * (trials - k) / (k + 1)
        k += 1
        total += mass
    return k
