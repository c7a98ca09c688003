/* The departure-time recursion of a line, as short as C allows: no accounts, no buckets, no queues.
   Times are int64 microseconds; the variates are those of Accord's streams, so that the last
   departure must be the same number. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* The ziggurat over exp(-x), the tables of Accord. */
static const double *widths, *heights;
static const int64_t *within;
static double tail;

void use_ziggurat(const double *new_widths, const int64_t *new_within, const double *new_heights,
                  double new_tail) {
    widths = new_widths, within = new_within, heights = new_heights, tail = new_tail;
}

static inline uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static __attribute__((noinline)) double rejected(uint64_t z) {
    for (double beyond = 0.0;;) {
        int64_t layer = (int64_t)(z & 255), k = (int64_t)(z >> 11);
        double x = (double)k * widths[layer];
        if (k < within[layer]) return beyond + x;
        z = mix(z + 0x9E3779B97F4A7C15ull);
        if (layer == 0) {
            beyond += tail;
        } else {
            double v = (double)(int64_t)(z >> 11) * 0x1p-53;
            if (heights[layer] + v * (heights[layer + 1] - heights[layer]) < exp(-x))
                return beyond + x;
            z = mix(z + 0x9E3779B97F4A7C15ull);
        }
    }
}

static inline double standard(uint64_t key, uint64_t n) {
    uint64_t z = mix(key + n * 0x9E3779B97F4A7C15ull);
    int64_t layer = (int64_t)(z & 255), k = (int64_t)(z >> 11);
    return k < within[layer] ? (double)k * widths[layer] : rejected(z);
}

static inline int64_t exponential(double mean, uint64_t key, uint64_t n) {
    return (int64_t)rint(mean * standard(key, n));
}

/* keys: for each station those of noise, failure and repair; is_fixed: cycles do not vary;
   fail_us 0: machines do not fail. Returns the last departure. */
int64_t run_line(int stations, int places, int64_t parts, double cycle_us, int is_fixed,
                 double fail_us, double repair_us, const uint64_t *keys) {
    int64_t size = 1;
    while (size <= places) size *= 2;
    int64_t *taken = calloc((size_t)(stations * size), 8), *left = calloc((size_t)stations, 8);
    int64_t *anchor = calloc((size_t)stations, 8), *fail_left = calloc((size_t)stations, 8);
    uint64_t *fails = calloc((size_t)stations, 8), *repairs = calloc((size_t)stations, 8);
    double *weight = calloc((size_t)stations, 8);
    int64_t *end_before = calloc((size_t)stations, 8);
    for (int i = 0; i < stations; i++)
        if (fail_us > 0) fail_left[i] = exponential(fail_us, keys[3 * i + 1], fails[i]++);
    int64_t t = 0;
    for (int64_t n = 0; n < parts; n++) {
        t = 0;
        for (int i = 0; i < stations; i++) {
            int64_t begin = t > left[i] ? t : left[i];
            taken[i * size + (n & (size - 1))] = begin;
            if (n == 0 || end_before[i] != begin) anchor[i] = begin, weight[i] = 0.0;
            weight[i] += is_fixed ? 1.0 : standard(keys[3 * i], (uint64_t)n);
            int64_t end = anchor[i] + (int64_t)rint(cycle_us * weight[i]);
            if (fail_us > 0) {
                while (begin + fail_left[i] < end) {
                    int64_t r = exponential(repair_us, keys[3 * i + 2], repairs[i]++);
                    begin += fail_left[i] + r;
                    end += r;
                    anchor[i] += r;
                    fail_left[i] = exponential(fail_us, keys[3 * i + 1], fails[i]++);
                }
                fail_left[i] -= end - begin;
            }
            end_before[i] = end;
            t = end;
            if (i + 1 < stations && n >= places) {
                int64_t room = taken[(i + 1) * size + ((n - places) & (size - 1))];
                if (room > t) t = room;
            }
            left[i] = t;
        }
    }
    free(taken), free(left), free(anchor), free(fail_left);
    free(fails), free(repairs), free(weight), free(end_before);
    return t;
}
