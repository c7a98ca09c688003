"""Records of the ways that need no event set: a step of a line, and people, in few bytes."""

import numpy as np

# Rounds (kernel.rounds): what one machine of a line is doing, in few bytes.
ROUND_STEP = np.dtype(
    [
        ("end", "i8"),  # instant at which its piece is or was finished; INF: not known, or no piece
        ("level", "i8"),  # pieces in its queue
        ("capacity", "i8"),
        ("is_first", "i8"),  # first of its line: a new piece enters when one is finished
        ("is_last", "i8"),
        ("is_free", "i8"),  # 1: empty since `free_at`
        ("free_at", "i8"),
        ("head", "i8"),
        ("tail", "i8"),
        ("unit", "i8"),
        # the round at hand
        ("starts_at", "i8"),  # when the machine takes its next piece, with or without somebody
        ("arrived", "i8"),  # since when the piece it takes has waited
        # the run
        ("attendance", "i8"),
        ("first_class", "i8"),  # where the pools that master its station begin
        ("last_class", "i8"),
        ("load_us", "i8"),
        ("run_since", "i8"),
        ("left_us", "i8"),  # run time after the present piece until it fails
        ("made_at", "i8"),  # end of the last planned run, in whose count the next may go on
        ("anchor", "i8"),
        ("done", "i8"),  # pieces since the anchor
        ("cycle", "f8"),
        ("person", "i8"),  # who attends it
        # its request, while nobody is free who masters its station
        ("is_waiting", "i8"),
        ("ready_at", "i8"),
        ("next_wait", "i8"),  # step whose request is the next later one
        ("skill", "i8"),
        # accounts since the rounds began
        ("blocked_us", "i8"),
        ("idle_us", "i8"),
        ("taken", "i8"),  # pieces put on the machine
        ("finished", "i8"),
        ("wait_us", "i8"),
        ("repair_us", "i8"),
        ("breakdowns", "i8"),
        # the present piece, when the machine breaks on it
        ("broken_end", "i8"),  # its end; of another piece when it is not that of the present one
        ("broken", "i8"),  # how often it breaks
        ("stop_us", "i8"),  # how long it stands in all
        ("first_left", "i8"),  # run time from `run_since` to the first failure
        # as it stood when the rounds began
        ("since", "i8"),
        ("was_waiting", "i8"),
        ("up_at", "i8"),  # end of the repair that was going on, -1 none
        ("is_off", "i8"),  # 1: out of service
        ("machine", "i8"),
        ("op", "i8"),
    ],
    align=True,
)

POOL = np.dtype([("front", "i8"), ("head", "i8"), ("tail", "i8"), ("ring", "i8")], align=True)

HAND = np.dtype(
    [
        ("since", "i8"),
        ("load_us", "i8"),
        ("attend_us", "i8"),
        ("down_us", "i8"),
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
