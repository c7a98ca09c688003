"""One run as a record: its scalars, the addresses of its tables, and where tables begin.

Tables of 8-byte numbers stand in the int64 arena ``x`` and the float64 arena ``y``.
"""

import numpy as np

WORLD = np.dtype(
    [
        (name, "i8")
        for name in (
            "mc",
            "ps",
            "st",
            "op",
            "un",
            "lt",
            "plan",
            "cal",
            "src",
            "ev",
            "ln",
            "stp",
            "pol",
            "hnd",
            "ls",
            "x",
            "y",
            "rows",
            "wk",
            "tk",
            "num_machines",
            "num_people",
            "num_stations",
            "num_units",
            "num_lots",
            "num_plan",
            "num_calendar",
            "num_sources",
            "num_rows",
            "leaves",
            "now",
            "held",  # entity whose event was taken out of the tree, -1 none
            "line_head",
            "line_tail",
            "bucket",
            "idle_clock",
            "idle_people",  # people in the lists of the idle
            "release_head",
            "release_tail",
            "exact_until",  # releases up to here are instants of their own
            "ask_head",
            "ask_tail",
            "num_new_people",
            "num_new_asks",
            "num_handed",
            "num_dirty",
            "unit_free",
            "lot_free",
            "lots_inside",
            "plan_head",
            "limit_lots",
            "release_mode",
            "events",
            "done_lots",  # that left after the warm-up
            "counts_from",  # end of the warm-up
            "time_in_system",
            "started",
            "last_exit",
            "done_pieces",
            "shift_end",
            "break_rule",
            "long_rule",
            "at_fail",
            "piecewise",
            "error",
            "trace_rows",
            "cyclic",
            "n_release",
            "release_wanted",
            "until_pieces",
            "num_partial",
            "next_bucket",
            "tracing",  # 1: tasks are traced
            "watching",  # 1: states and queues are traced
            "trace_from",  # rows that end before it or begin after `trace_until` are not kept
            "trace_until",
            "is_open",  # 1: a row was kept
            "num_lots_in",  # lots let in so far (any plant but a plain one)
            "entered",
            "dirty_head",
            "team",
            "team_max",
            "can",
            "pools",  # pools that may serve a skill class, class by class
            "pools_from",
            "pool_head",  # longest idle of a pool
            "pool_tail",
            "pool_order",  # his idle_order
            "classes",
            "can_words",  # 64-bit words of a skill class
            "acc_m",
            "acc_p",
            "acc_extra",
            "tally",
            "good",
            "backlog",
            "entered_at",
            "bucket_end",
            "buckets",
            "lot_got",
            "lot_due",
            "steps",
            "order_left",
            "order_done",
            "gathers",
            "comp_product",
            "comp_qty",
            "stock",
            "num_loop",
            "pace",
            "loop_share",
            "loop_op",
            "loop_qty",
            "partial",
            "products",
            "cond_met",
            "cond_limit",
            "cond_cap",  # time in conditional shifts from which a person is not called
            "line",  # rows of the recursion for lines
            "takes",
            "round_us",  # length of a round, 0: the plant has no rounds
            "num_steps",
            "num_pools",
            "round_order",  # steps by the instant at which they start
            "round_ring",  # idle people of the pools
            "ring_mask",
            "busy_mask",
            "busy_loading",  # rings of people by the instant at which they will be free
            "busy_attending",
            "rounds_from",  # no rounds before this instant
            "rounds_until",  # what happens then or later is not looked at
            "num_rounds",
            "step_of",  # step of each machine
            "wait_head",  # steps that wait for somebody, the oldest request first
            "wait_tail",
            "effects",  # bits of the effects of people that are on
            "task_pieces",
            "fx_numbers",
            "fx_column",  # what the pieces of an operation teach
            "fx_columns",
            "fx_done",  # units done by each person in each column
            "fx_base",  # units that the experienced had behind them, 0 for learners
            "fx_time",  # time of the next unit over the standard
            "fx_until",  # units done up to which it holds
            "fx_area",
            "fx_manual",
            "fx_walk",
            "seen",  # sum of the rates of the people at work in an area
            "seen_num",
            "worked",  # time of each person at each station: first bucket, then the rest
            "up",  # maintenance plans
            "fk",  # forks
            "way_op",  # codes as of OPERATION following
            "way_share",  # cumulated
            "setups",  # mean set-up times, -1 the step's own
            "upkeep_last",  # clock of a machine at the last maintenance of a plan, or the next date
            "max_upkeep",
            "num_forks",
            "num_loops",
            "cards",  # pieces that a kanban loop may hold
            "in_loop",  # pieces that it holds
            "card_head",  # units that wait for cards
            "cards_back",
            "windows",  # begin and length of each window of arrivals
            "order_due",
            "wip",  # work in progress at the start: operation, pieces, order, priority
            "num_wip",
            "is_plain",  # 1: none of what the kernel leaves out for a plain plant
        )
    ],
    align=True,
)
