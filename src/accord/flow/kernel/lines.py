"""Lines that need nobody, piece by piece instead of event by event: the departure-time recursion.

A line is a chain of stations with one machine each that one product visits once. Its piece ``n``
begins at a station when the piece before it has left and it has itself left the station before;
it leaves when it is made and, if the next station has ``b`` places, when piece ``n - b`` has begun
there (blocking after service). So every instant follows from earlier ones without an event set.
Durations, failures and repairs come from the functions and streams of the event kernel, and all
results are the same to the bit. Source of the recursion: Dallery and Gershwin 1992,
doi:10.1007/BF01158636, evolution equations.
"""

from accord.flow.kernel.jit import cold, compiled, inlined
from accord.flow.kernel.layout import (
    BLOCKED,
    IDLE,
    INF,
    LINE_COLUMNS,
    MACHINE_ACCOUNTS,
    NONE,
    NUM_TALLIES,
    ONE,
    REPAIR,
    RUN,
    ZERO,
)
from accord.flow.kernel.memory import (
    as_plain,
    get,
    machine_at,
    operation_at,
    put,
    source_at,
    station_at,
)
from accord.flow.kernel.runs import (
    anchor_run,
    arrival_gap,
    completion,
    next_batch,
    repair_time,
    time_to_failure,
)
from accord.flow.kernel.stops import key_streams

# Columns of the table ``line``: a row for each machine, then one for each source.
BUCKET, BUCKET_END, TAKEN, LEFT, FREE_AT, STOPPED, RING, RING_MASK = map(int, range(LINE_COLUMNS))
OPERATIONS, BREAKDOWNS, QUEUE = 0, 3, 4  # tallies of a station


@inlined
def add(w, at, amount):
    """Add to an entry of the int64 arena."""
    put(w, at, get(w, at) + amount)


@compiled
def next_bucket(w, row):
    """Move a row to its next bucket."""
    cold()
    bucket = get(w, row + BUCKET) + 1
    put(w, row + BUCKET, bucket)
    put(w, row + BUCKET_END, get(w, w.bucket_end + bucket) if bucket < w.buckets else INF)


@inlined
def bucket_at(w, row, t):
    """Return the bucket of ``t``, which is no earlier than what this row was asked before."""
    while t > get(w, row + BUCKET_END):
        next_bucket(w, row)
    return get(w, row + BUCKET)


@inlined
def book(w, i, row, state, since, t):
    """Book the time of machine ``i`` in ``state``, each bucket its part."""
    while t > get(w, row + BUCKET_END):
        end = max(since, get(w, row + BUCKET_END))
        bucket = get(w, row + BUCKET)
        add(w, w.acc_m + (bucket * w.num_machines + i) * MACHINE_ACCOUNTS + state, end - since)
        since = end
        next_bucket(w, row)
    bucket = get(w, row + BUCKET)
    add(w, w.acc_m + (bucket * w.num_machines + i) * MACHINE_ACCOUNTS + state, t - since)


@inlined
def count(w, bucket, station, tally, change):
    """Add to a tally of a station."""
    add(w, w.tally + (bucket * w.num_stations + station) * NUM_TALLIES + tally, change)


@inlined
def enter(w, row, station, t):
    """Count a piece that comes to the first station of a line."""
    bucket = bucket_at(w, row, t)
    add(w, w.entered_at + bucket, ONE)
    count(w, bucket, station, QUEUE, ONE)


@inlined
def room_at(w, station, n, t):
    """Return when piece ``n``, made at ``t``, finds room at ``station``; ``INF`` is never."""
    s = station_at(w, station)
    row = w.line + s.first_machine * LINE_COLUMNS
    if s.capacity < 0 or n < s.capacity:
        return t
    if s.capacity == 0:
        if get(w, row + LEFT) < n - 1:
            return INF
        return max(t, get(w, row + FREE_AT))
    wanted = n - s.capacity
    if get(w, row + TAKEN) < wanted:
        return INF
    return max(t, get(w, get(w, row + RING) + (wanted & get(w, row + RING_MASK))))


@inlined
def make(w, op, n, t, limit):
    """Let piece ``n``, which came at ``t``, go through a step up to instant ``limit``.

    Returns (made, left): when it is made and when it leaves; -1 if after ``limit``.
    """
    o = operation_at(w, op)
    s = station_at(w, o.station)
    i = s.first_machine
    m = machine_at(w, i)
    row = w.line + i * LINE_COLUMNS
    free_at = get(w, row + FREE_AT)
    begin = max(t, free_at)
    book(w, i, row, IDLE, free_at, begin)
    count(w, get(w, row + BUCKET), o.station, QUEUE, NONE)
    put(w, row + TAKEN, n)
    put(w, get(w, row + RING) + (n & get(w, row + RING_MASK)), begin)
    anchor_run(m, op, o.cycle_us, begin)
    if m.batch_left == 0:
        next_batch(m, o)
    end = completion(m, m.batch_done + 1)
    if s.fail_kind >= 0:
        while begin + m.fail_left < end:
            broken = begin + m.fail_left
            book(w, i, row, RUN, begin, min(broken, limit))
            if broken > limit:
                put(w, row + STOPPED, ONE)
                return NONE, NONE
            count(w, get(w, row + BUCKET), o.station, BREAKDOWNS, ONE)
            repair = repair_time(s, m)
            begin = broken + repair
            book(w, i, row, REPAIR, broken, min(begin, limit))
            if begin > limit:
                put(w, row + STOPPED, ONE)
                return NONE, NONE
            m.fail_left = time_to_failure(s, m)
            m.anchor += repair
            end += repair
        m.fail_left -= end - begin
    book(w, i, row, RUN, begin, min(end, limit))
    if end > limit:
        put(w, row + STOPPED, ONE)
        return NONE, NONE
    m.batch_done += 1
    m.batch_left -= 1
    count(w, get(w, row + BUCKET), o.station, OPERATIONS, ONE)
    left = end
    if o.target >= 0:
        left = room_at(w, o.target, n, end)
        book(w, i, row, BLOCKED, end, min(left, limit))
        if left > limit:
            put(w, row + STOPPED, ONE)
            return end, NONE
        count(w, get(w, row + BUCKET), o.target, QUEUE, ONE)
    put(w, row + FREE_AT, left)
    put(w, row + LEFT, n)
    return end, left


@inlined
def exit_line(w, op, entered, t):
    """Count a piece that leaves the last step of its line at ``t``."""
    o = operation_at(w, op)
    row = w.line + station_at(w, o.station).first_machine * LINE_COLUMNS
    add(w, w.good + get(w, row + BUCKET) * w.products + o.product, ONE)
    w.done_pieces += 1
    w.done_lots += 1
    w.time_in_system += t - entered
    w.last_exit = max(w.last_exit, t)


@compiled
def run_line(w, j, limit):
    """Run the line of source ``j`` to the end of instant ``limit``; return when it ends.

    It ends earlier at the instant at which the pieces asked for have left the shop.
    """
    s = source_at(w, j)
    row = w.line + (w.num_machines + j) * LINE_COLUMNS
    station = operation_at(w, s.first_op).station
    is_saturated = s.kind < 0
    going = ZERO  # steps that still go on
    op = s.first_op
    while op >= 0:
        going += 1
        op = operation_at(w, op).next
    entered, following = ZERO, ZERO
    if is_saturated:
        enter(w, row, station, ZERO)
    n = ZERO
    while True:
        if is_saturated:
            entered = following
            if going == 0:
                break
        else:
            entered += arrival_gap(s)
            if entered > limit:
                break
            enter(w, row, station, entered)
        op, t = s.first_op, entered
        for step in range(going):
            made, t = make(w, op, n, t, limit)
            if step == 0 and is_saturated and made >= 0:
                following = made
                enter(w, row, station, made)
            if t < 0:
                going = step
                break
            following_op = operation_at(w, op).next
            if following_op < 0:
                exit_line(w, op, entered, t)
                if w.done_pieces >= w.until_pieces:
                    limit = t
            op = following_op
        n += 1
    return limit


@compiled
def close(w, limit):
    """Book the rest of every machine up to ``limit`` and add up what is told as a level."""
    last = bucket_at(w, w.line + w.num_machines * LINE_COLUMNS, limit)
    for i in range(w.num_machines):
        row = w.line + i * LINE_COLUMNS
        if get(w, row + STOPPED) == 0:
            book(w, i, row, IDLE, get(w, row + FREE_AT), limit)
    for bucket in range(1, last + 1):
        add(w, w.entered_at + bucket, get(w, w.entered_at + bucket - 1))
        for station in range(w.num_stations):
            at = w.tally + ((bucket - 1) * w.num_stations + station) * NUM_TALLIES + QUEUE
            count(w, bucket, station, QUEUE, get(w, at))
    w.now = limit


@compiled
def simulate_lines(worlds, seed, replication, until):
    """Run one replication of lines that need nobody, as ``engine.simulate`` would."""
    w = as_plain(worlds[0])
    key_streams(w, seed, replication)
    limit = until
    for j in range(1, w.num_sources):
        limit = run_line(w, j, until)
    close(w, limit)
    return w.error
