"""Records of the ways that need no event set: a step of a line, and people, in few bytes."""

import numpy as np

# Rounds (kernel.rounds): what one machine of a line is doing, in few bytes.
ROUND_STEP = np.dtype(
    [
        ("end", "i8"),  # instant at which its piece is or was finished; INF: no piece, or broken
        ("level", "i8"),  # pieces in its queue
        ("capacity", "i8"),
        ("is_first", "i8"),  # first of its line: a new piece enters when one is finished
        ("is_last", "i8"),
        ("is_free", "i8"),  # 1: empty since `free_at`
        ("free_at", "i8"),
        ("load_us", "i8"),
        ("attendance", "i8"),
        ("first_class", "i8"),  # where the pools that master its station begin
        ("last_class", "i8"),
        ("left_us", "i8"),  # run time after the present piece until it fails
        ("can_fail", "i8"),
        ("made_at", "i8"),  # end of the last planned run, in whose count the next may go on
        ("anchor", "i8"),
        ("done", "i8"),  # pieces since the anchor
        ("cycle", "f8"),
        # the round at hand
        ("leaves_at", "i8"),
        ("starts_at", "i8"),
        ("arrived", "i8"),  # since when the piece it starts has waited
        ("next_end", "i8"),
        ("next_anchor", "i8"),
        ("next_done", "i8"),
        ("fails_at", "i8"),
        ("person", "i8"),  # who attends or loads it
        ("next_person", "i8"),
        # the queue and the accounts since the rounds began
        ("unit", "i8"),
        ("head", "i8"),
        ("tail", "i8"),
        ("run_since", "i8"),
        ("blocked_us", "i8"),
        ("idle_us", "i8"),
        ("started", "i8"),
        ("finished", "i8"),
        ("since", "i8"),  # as the accounts stood when the rounds began
        ("machine", "i8"),
        ("op", "i8"),
    ],
    align=True,
)

POOL = np.dtype([("front", "i8"), ("head", "i8"), ("tail", "i8"), ("ring", "i8")], align=True)

HAND = np.dtype(
    [
        ("since", "i8"),
        ("before", "i8"),  # `since` before he was free
        ("load_us", "i8"),
        ("attend_us", "i8"),
        ("pool", "i8"),
        ("begin", "i8"),  # his `since` when the rounds began
    ],
    align=True,
)

# A step of a line: all that a piece reads and writes as it passes, in the order of the route.
LINE_STEP = np.dtype(
    [
        ("free_at", "i8"),  # when the last piece left
        ("made_at", "i8"),  # when the last piece was made
        ("fail_left", "i8"),
        ("anchor", "i8"),  # as in a machine
        ("cycle", "f8"),
        ("weight", "f8"),
        ("factor", "f8"),
        ("batch_done", "i8"),
        ("batch_left", "i8"),
        ("bucket_end", "i8"),
        ("run_us", "i8"),  # not yet booked
        ("blocked_us", "i8"),
        ("num_made", "i8"),
        ("ring", "i8"),  # when the machine took its last pieces
        ("ring_mask", "i8"),
        ("places", "i8"),  # in the queue, -1 unlimited
        ("stopped_by", "i8"),  # the piece that never leaves, -1 none
        ("is_last", "i8"),
        # the rest
        ("kind", "i8"),
        ("sigma", "f8"),
        ("noise_pieces", "i8"),
        ("key_noise", "u8"),
        ("n_noise", "i8"),
        ("run_op", "i8"),
        ("op", "i8"),
        ("station", "i8"),
        ("machine", "i8"),
        ("row", "i8"),  # of the machine in the table ``line``
    ],
    align=True,
)
