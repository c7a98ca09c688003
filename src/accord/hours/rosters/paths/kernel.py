"""Shortest paths in the diagrams of all people, in whole numbers.

The diagrams stand one after another: the nodes of person p are ``first[p]`` to ``first[p+1] - 1``,
each after all nodes that lead to it; the last one is the end. ``price`` is the cost of a code for a
person on a day, shape (people, days, codes); ``allowed`` says which codes may be used, same shape.
"""

import numpy as np
from numba import njit

FAR = np.int64(1) << np.int64(61)
"""Cost of what cannot be reached; all real costs stay far below."""


@njit(cache=True, nogil=True)
def price_codes(price, covers, members, cover_prices):
    """Take the price of each cover from the codes of those who count in it."""
    for k in range(covers.shape[0]):
        if cover_prices[k] != 0:
            for p in range(price.shape[0]):
                if members[k, p]:
                    price[p, covers[k, 0], covers[k, 1]] -= cover_prices[k]


@njit(cache=True, nogil=True)
def cheapest_rows(successor, day, first, price, allowed, to_end, rows, values):
    """Find the cheapest row of each person; return whether everyone has one."""
    num_codes = successor.shape[1]
    for p in range(first.shape[0] - 1):
        last = first[p + 1] - 1
        to_end[last] = 0
        for i in range(last - 1, first[p] - 1, -1):
            d = day[i]
            least = FAR
            for c in range(num_codes):
                j = successor[i, c]
                if j >= 0 and allowed[p, d, c] and to_end[j] < FAR:
                    least = min(least, price[p, d, c] + to_end[j])
            to_end[i] = least
        values[p] = to_end[first[p]]
        if values[p] == FAR:
            return False
        i = first[p]
        while i != last:
            d = day[i]
            for c in range(num_codes):
                j = successor[i, c]
                is_arc = j >= 0 and allowed[p, d, c] and to_end[j] < FAR
                if is_arc and price[p, d, c] + to_end[j] == to_end[i]:
                    rows[p, d] = c
                    i = j
                    break
    return True


@njit(cache=True, nogil=True)
def _from_start(successor, day, first, price, allowed, p, reach):
    """Find the cheapest way from the start of one person's diagram to each of its nodes."""
    for i in range(first[p], first[p + 1]):
        reach[i] = FAR
    reach[first[p]] = 0
    for i in range(first[p], first[p + 1] - 1):
        if reach[i] < FAR:
            d = day[i]
            for c in range(successor.shape[1]):
                j = successor[i, c]
                if j >= 0 and allowed[p, d, c]:
                    reach[j] = min(reach[j], reach[i] + price[p, d, c])


@njit(cache=True, nogil=True)
def forbid_codes(successor, day, first, price, allowed, to_end, reach, slack):
    """Forbid each code whose cheapest row costs more than the cheapest of all plus ``slack``."""
    num_days, num_codes = price.shape[1], price.shape[2]
    through = np.empty((num_days, num_codes), np.int64)
    for p in range(first.shape[0] - 1):
        _from_start(successor, day, first, price, allowed, p, reach)
        through[:] = FAR
        for i in range(first[p], first[p + 1] - 1):
            if reach[i] < FAR:
                d = day[i]
                for c in range(num_codes):
                    j = successor[i, c]
                    if j >= 0 and allowed[p, d, c] and to_end[j] < FAR:
                        cost = reach[i] + price[p, d, c] + to_end[j]
                        through[d, c] = min(through[d, c], cost)
        most = to_end[first[p]] + slack
        for d in range(num_days):
            for c in range(num_codes):
                if through[d, c] > most:
                    allowed[p, d, c] = False


@njit(cache=True, nogil=True)
def kept_arcs(successor, day, first, price, allowed, to_end, reach, slack):
    """Return the diagrams without the arcs that no row within ``slack`` of the cheapest uses."""
    num_nodes, num_codes = successor.shape
    kept = successor.copy()
    number = np.full(num_nodes, -1, np.int64)
    new_first = np.empty_like(first)
    num_kept = 0
    for p in range(first.shape[0] - 1):
        _from_start(successor, day, first, price, allowed, p, reach)
        most = to_end[first[p]] + slack
        new_first[p] = num_kept
        number[first[p]] = 0
        for i in range(first[p], first[p + 1] - 1):
            for c in range(num_codes):
                j = successor[i, c]
                if j >= 0:
                    is_far = reach[i] == FAR or to_end[j] == FAR or not allowed[p, day[i], c]
                    if is_far or reach[i] + price[p, day[i], c] + to_end[j] > most:
                        kept[i, c] = -1
                    else:
                        number[j] = 0
        for i in range(first[p], first[p + 1]):
            if number[i] == 0:
                number[i] = num_kept
                num_kept += 1
    new_first[-1] = num_kept
    small = np.empty((num_kept, num_codes), successor.dtype)
    small_day = np.empty(num_kept, day.dtype)
    for i in range(num_nodes):
        if number[i] >= 0:
            small_day[number[i]] = day[i]
            for c in range(num_codes):
                j = kept[i, c]
                small[number[i], c] = number[j] if j >= 0 else -1
    return small, small_day, new_first


@njit(cache=True, nogil=True)
def row_prices(price, rows, values):
    """Add up the prices of each person's row."""
    for p in range(price.shape[0]):
        values[p] = 0
        for d in range(price.shape[1]):
            values[p] += price[p, d, rows[p, d]]


@njit(cache=True, nogil=True)
def cheapest_counts(required, weights, least, most, cover_prices):
    """Return the sum over covers of the least cost of a count of people in ``least..most``.

    A count costs its weights and pays the price of the cover once for each person. That is convex,
    so the least one is at an end or at what is required.
    """
    total = np.int64(0)
    for k in range(required.shape[0]):
        kink = min(max(required[k], least[k]), most[k])
        cost = _count_cost(required[k], weights[k], cover_prices[k], kink)
        cost = min(cost, _count_cost(required[k], weights[k], cover_prices[k], least[k]))
        total += min(cost, _count_cost(required[k], weights[k], cover_prices[k], most[k]))
    return total


@njit(cache=True, nogil=True)
def narrow_counts(required, weights, least, most, cover_prices, slack):
    """Take counts from the ends of ``least..most`` that cost more than the least plus ``slack``."""
    for k in range(required.shape[0]):
        kink = min(max(required[k], least[k]), most[k])
        cheapest = _count_cost(required[k], weights[k], cover_prices[k], kink)
        for count in (least[k], most[k]):
            cost = _count_cost(required[k], weights[k], cover_prices[k], count)
            cheapest = min(cheapest, cost)
        limit = cheapest + slack
        while (
            least[k] < most[k]
            and _count_cost(required[k], weights[k], cover_prices[k], least[k]) > limit
        ):
            least[k] += 1
        while (
            least[k] < most[k]
            and _count_cost(required[k], weights[k], cover_prices[k], most[k]) > limit
        ):
            most[k] -= 1


@njit(cache=True, nogil=True)
def _count_cost(required, weights, cover_price, count):
    """Return the cost of so many people on a cover."""
    if count < required:
        return weights[0] * (required - count) + cover_price * count
    return weights[1] * (count - required) + cover_price * count
