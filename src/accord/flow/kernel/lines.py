"""Lines that need nobody, piece by piece instead of event by event: the departure-time recursion.

A line is a chain of stations with one machine each that one product visits once. Its piece ``n``
begins at a station when the piece before it has left and it has itself left the station before;
it leaves when it is made and, if the next station has ``b`` places, when piece ``n - b`` has begun
there (blocking after service). So every instant follows from earlier ones without an event set.
Durations, failures and repairs come from the functions and streams of the event kernel, and all
results are the same to the bit. Source of the recursion: Dallery and Gershwin 1992,
doi:10.1007/BF01158636, evolution equations.
"""

from accord.flow.kernel.jit import cold, compiled, door, inlined
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
    step_at,
)
from accord.flow.kernel.runs import (
    arrival_gap,
    completion,
    count_from,
    next_batch,
    repair_time,
    time_to_failure,
)
from accord.flow.kernel.stops import key_streams

# Columns of the table ``line``, where a row stands in the tables of results: a row for each
# machine, then one for each source.
BUCKET, BUCKET_END, ACCOUNTS, TALLIES = range(4)
OPERATIONS, BREAKDOWNS, QUEUE = 0, 3, 4  # tallies of a station
ENTERED = 1  # the column of scrap, which a line has not, until `close` has made queues of it


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
    add(w, row + ACCOUNTS, w.num_machines * MACHINE_ACCOUNTS)
    add(w, row + TALLIES, w.num_stations * NUM_TALLIES)


@inlined
def bucket_at(w, row, t):
    """Return the bucket of ``t``, which is no earlier than what this row was asked before."""
    while t > get(w, row + BUCKET_END):
        next_bucket(w, row)
    return get(w, row + BUCKET)


@compiled
def book(w, row, state, since, t, station):
    """Book the time of a machine in ``state``, each bucket its part.

    At the end of a bucket in between, the piece is not (or no longer) in the queue of ``station``,
    although by the counts of operations it would be.
    """
    cold()
    while t > get(w, row + BUCKET_END):
        end = max(since, get(w, row + BUCKET_END))
        add(w, get(w, row + ACCOUNTS) + state, end - since)
        not_in_queue(w, row, station)
        since = end
        next_bucket(w, row)
    add(w, get(w, row + ACCOUNTS) + state, t - since)


@inlined
def not_in_queue(w, row, station):
    """Correct the queue of ``station`` by a piece on a machine."""
    add(w, get(w, row + TALLIES) + station * NUM_TALLIES + QUEUE, NONE)


@compiled
def enter(w, row, station, pieces, t):
    """Count pieces that came to the first station of a line in the bucket of its row.

    Returns the end of the bucket of ``t``, in which the next comes.
    """
    cold()
    add(w, w.entered_at + get(w, row + BUCKET), pieces)
    add(w, get(w, row + TALLIES) + station * NUM_TALLIES + ENTERED, pieces)
    while t > get(w, row + BUCKET_END):
        next_bucket(w, row)
    return get(w, row + BUCKET_END)


@inlined
def room_at(w, q, n, t):
    """Return when piece ``n``, made at ``t``, finds room at step ``q``; ``INF`` is never.

    The machine there has dealt with every piece before ``n`` up to the one that stopped it.
    """
    wanted = n - q.places
    if q.places < 0 or wanted < 0:
        return t
    if q.places == 0:
        return INF if q.stopped_by >= 0 else max(t, q.free_at)
    if 0 <= q.stopped_by < wanted:
        return INF
    return max(t, get(w, q.ring + (wanted & q.ring_mask)))


@inlined
def make(w, step, n, t, limit):
    """Let piece ``n``, which came at ``t``, go through a step up to instant ``limit``.

    Returns (made, left): when it is made and when it leaves; -1 if after ``limit``.
    """
    r = step_at(w, step)
    begin = max(t, r.free_at)
    put(w, r.ring + (n & r.ring_mask), begin)
    if begin != r.made_at:
        count_from(r, r.op, r.cycle, begin)
    if r.batch_left == 0:
        next_batch(r, r)
    r.batch_done += 1
    r.batch_left -= 1
    end = completion(r, r.batch_done)
    if begin + r.fail_left >= end:
        left = end if r.is_last == 1 else room_at(w, step_at(w, step + 1), n, end)
        if left <= min(limit, r.bucket_end):  # nothing to stop for: nearly always
            r.run_us += end - begin
            r.blocked_us += left - end
            r.num_made += 1
            r.fail_left -= end - begin
            r.made_at = end
            r.free_at = left
            return end, left
    return make_in_parts(w, step, n, begin, end, limit)


@compiled
def book_made(w, r):
    """Book what the pieces since the last booking took; all of it lies in the row's bucket."""
    cold()
    at = get(w, r.row + ACCOUNTS)
    add(w, at + RUN, r.run_us)
    add(w, at + BLOCKED, r.blocked_us)
    add(w, get(w, r.row + TALLIES) + r.station * NUM_TALLIES + OPERATIONS, r.num_made)
    r.run_us = 0
    r.blocked_us = 0
    r.num_made = 0


@compiled
def make_in_parts(w, step, n, begin, end, limit):
    """Book what is not yet booked, and do ``rest_of`` a piece."""
    cold()
    r = step_at(w, step)
    book_made(w, r)
    made, left = rest_of(w, step, n, begin, end, limit)
    r.bucket_end = get(w, r.row + BUCKET_END)
    return made, left


@compiled
def rest_of(w, step, n, begin, end, limit):
    """Do the rest of ``make`` where a failure, a bucket's end or ``limit`` comes in between."""
    cold()
    r = step_at(w, step)
    row, station = r.row, r.station
    s = station_at(w, station)
    m = machine_at(w, r.machine)
    while begin > get(w, row + BUCKET_END):
        next_bucket(w, row)
    r.stopped_by = n  # until it has left
    while begin + r.fail_left < end:
        broken = begin + r.fail_left
        book(w, row, RUN, begin, min(broken, limit), station)
        if broken > limit:
            not_in_queue(w, row, station)
            return NONE, NONE
        add(w, get(w, row + TALLIES) + station * NUM_TALLIES + BREAKDOWNS, ONE)
        repair = repair_time(s, m)
        begin = broken + repair
        book(w, row, REPAIR, broken, min(begin, limit), station)
        if begin > limit:
            not_in_queue(w, row, station)
            return NONE, NONE
        r.fail_left = time_to_failure(s, m)
        r.anchor += repair
        end += repair
    r.fail_left -= end - begin
    book(w, row, RUN, begin, min(end, limit), station)
    if end > limit:
        not_in_queue(w, row, station)
        return NONE, NONE
    add(w, get(w, row + TALLIES) + station * NUM_TALLIES + OPERATIONS, ONE)
    left = end
    if r.is_last == 0:
        q = step_at(w, step + 1)
        left = room_at(w, q, n, end)
        book(w, row, BLOCKED, end, min(left, limit), q.station)
        if left > limit:
            not_in_queue(w, row, q.station)
            return end, NONE
    r.stopped_by = NONE
    r.made_at = end
    r.free_at = left
    return end, left


@compiled
def begin_line(w, first_op, first):
    """Make the steps of a line ready, from ``first`` on; return how many there are."""
    cold()
    op, step = first_op, first
    while op >= 0:
        r = step_at(w, step)
        m = machine_at(w, r.machine)
        r.row = w.line + r.machine * LINE_COLUMNS
        r.fail_left = m.fail_left if station_at(w, r.station).fail_kind >= 0 else INF
        r.key_noise = m.key_noise
        op = operation_at(w, op).next
        step += 1
    return step - first


@compiled
def run_line(w, j, first, limit):
    """Run the line of source ``j`` to the end of instant ``limit``; its steps begin at ``first``.

    It ends earlier at the instant at which the pieces asked for have left the shop. Returns when it
    ends and how many steps it has.
    """
    s = source_at(w, j)
    row = w.line + (w.num_machines + j) * LINE_COLUMNS
    station = operation_at(w, s.first_op).station
    is_saturated = s.kind < 0
    num_steps = begin_line(w, s.first_op, first)
    going = num_steps  # steps that still go on
    entered, following = ZERO, ZERO
    bucket_end = get(w, row + BUCKET_END)
    coming = ONE if is_saturated else ZERO  # have come since the last look at the bucket
    gone, gone_at, counted, in_system_us = ZERO, ZERO, ZERO, ZERO
    counts_from = w.counts_from
    wanted = w.until_pieces - w.done_pieces
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
            if entered > bucket_end:
                bucket_end = enter(w, row, station, coming, entered)
                coming = ZERO
            coming += ONE
        t = entered
        for step in range(going):
            made, t = make(w, first + step, n, t, limit)
            if step == 0 and is_saturated and made >= 0:
                following = made
                if made > bucket_end:
                    bucket_end = enter(w, row, station, coming, made)
                    coming = ZERO
                coming += ONE
            if t < 0:
                going = step
                break
        if t >= 0 and going == num_steps:
            gone += ONE
            gone_at = t
            if t > counts_from:
                counted += ONE
                in_system_us += t - entered
            if gone >= wanted:
                limit = t
        n += 1
    enter(w, row, station, coming, ZERO)
    for step in range(num_steps):
        book_made(w, step_at(w, first + step))
    w.done_pieces += gone
    w.done_lots += counted
    w.time_in_system += in_system_us
    w.last_exit = max(w.last_exit, gone_at)
    return limit, num_steps


@compiled
def close(w, limit):
    """Tell what follows from the rest: idle time, queues, good pieces, what has entered so far."""
    last = bucket_at(w, w.line + w.num_machines * LINE_COLUMNS, limit)
    begin = ZERO
    for bucket in range(last + 1):
        end = min(get(w, w.bucket_end + bucket), limit)
        for i in range(w.num_machines):
            at = w.acc_m + (bucket * w.num_machines + i) * MACHINE_ACCOUNTS
            booked = get(w, at + RUN) + get(w, at + BLOCKED) + get(w, at + REPAIR)
            put(w, at + IDLE, end - begin - booked)
        begin = end
        if bucket > 0:
            add(w, w.entered_at + bucket, get(w, w.entered_at + bucket - 1))
    for j in range(1, w.num_sources):
        op = source_at(w, j).first_op
        while op >= 0:
            o = operation_at(w, op)
            come, made = ZERO, ZERO
            for bucket in range(last + 1):
                at = w.tally + (bucket * w.num_stations + o.station) * NUM_TALLIES
                made += get(w, at + OPERATIONS)
                come += get(w, at + ENTERED)
                put(w, at + ENTERED, ZERO)
                add(w, at + QUEUE, come - made)
                if o.target >= 0:
                    to = at + (o.target - o.station) * NUM_TALLIES
                    put(w, to + ENTERED, get(w, at + OPERATIONS))
                else:
                    add(w, w.good + bucket * w.products + o.product, get(w, at + OPERATIONS))
            op = o.next
    w.now = limit


@door
def simulate_lines(worlds, seed, replication, until):
    """Run one replication of lines that need nobody, as ``engine.simulate`` would."""
    w = as_plain(worlds[0])
    key_streams(w, seed, replication)
    limit, first = until, ZERO
    for j in range(1, w.num_sources):
        limit, num_steps = run_line(w, j, first, until)
        first += num_steps
    close(w, limit)
    return w.error
