"""The records of the kernel: what one station, machine, person, unit or lot is made of.

Constants are int64 scalars, not Python ints: the compiler would otherwise specialise every
function for every constant it is called with. All times are int64 microseconds, all quantities
int64 pieces; ``-1`` means none.
"""

import numpy as np

INF = np.int64(1 << 59)  # never: with its rank it still fits an event key

# Machine states (also the columns of the machine accounts).
MACHINE_STATES = (
    "idle",  # nothing to do while the station is staffed (starved)
    "wait_staff",  # has a part, waits for an operator or setter
    "setup",
    "load",  # loading or unloading by a person
    "run",
    "blocked",  # the finished part has no room downstream
    "down",  # broken or due for maintenance, waits for who does it
    "repair",
    "paused",  # stopped inside a part or lot: nobody attends it (break, shift end)
    "maintenance",
    "closed",  # any of idle, wait, blocked, paused while nobody skilled is on duty
)
(
    IDLE,
    WAIT,
    SETUP,
    LOAD,
    RUN,
    BLOCKED,
    DOWN,
    REPAIR,
    PAUSED,
    MAINTENANCE,
    CLOSED,
) = map(np.int64, range(11))
OFFLINE = np.int64(11)  # machine not (or no longer) installed: booked, never shown
MACHINE_ACCOUNTS = np.int64(12)  # columns of the machine accounts

# Person states (columns of the person accounts); every minute of presence is in exactly one.
PERSON_STATES = (
    "wait",  # on duty, nothing to do
    "attend",  # tends a running machine
    "load",
    "setup",
    "repair",
    "down",  # stays at a broken machine
    "break_",
    "overtime",  # minutes past the end of the shift, whatever is done
    "walk",  # goes from one station to another
)
P_WAIT, P_ATTEND, P_LOAD, P_SETUP, P_REPAIR, P_DOWN, P_BREAK, P_OVERTIME, P_WALK = map(
    np.int64, range(9)
)
NUM_PERSON_STATES = np.int64(len(PERSON_STATES))

# Tallies of a station: operations, scrapped pieces, set-ups, breakdowns, queue at bucket end,
# maintenances.
NUM_TALLIES = np.int64(6)

# Pending event of a machine.
EV_NONE, EV_STOP, EV_FAIL, EV_LOADED, EV_UNLOADED, EV_SETUP, EV_REPAIR, EV_PIECE, EV_WALKED = map(
    np.int64, range(9)
)
EV_DUE, EV_MAINTAINED = map(np.int64, range(9, 11))  # maintenance falls due, or ends

# Ranks of events at one instant (rule S6).
RANK_END, RANK_DUTY_END, RANK_DUTY_START, RANK_FAIL, RANK_ARRIVAL = map(np.int64, range(5))
RANK_BITS, RANK_MASK = np.int64(3), np.int64(7)  # of the key of an event

# What a machine asks a person for.
# Maintenance stands last: plan k of the station asks by ASK_MAINTENANCE + k.
ASK_NONE, ASK_RUN, ASK_UNLOAD, ASK_SETUP, ASK_REPAIR, ASK_MAINTENANCE = map(np.int64, range(6))

# Where a unit on a machine stands.
ST_SETUP, ST_LOAD, ST_RUN, ST_LEAVE = map(np.int64, range(4))

# Calendar entries.
(
    C_DUTY_END,
    C_BREAK_START,
    C_DUTY_START,
    C_BREAK_END,
    C_CONDITION,
    C_SKILL,
    C_MACHINE_ON,
    C_MACHINE_OFF,
    C_RELEASE,
    C_NEW_YEAR,
    C_DELIVERY,
) = map(np.int64, range(11))

TRACE_COLUMNS = np.int64(8)
# Kinds of rows of the trace.
(
    TR_RUN,
    TR_SETUP,
    TR_REPAIR,
    TR_MAINTENANCE,
    TR_MACHINE,
    TR_PERSON,
    TR_QUEUE,
) = map(np.int64, range(7))
LINE_COLUMNS = np.int64(4)  # of the recursion for lines
WORD_BITS, WORD_MASK = np.int64(6), np.int64(63)  # people as bits of 64-bit words
NONE, ZERO, ONE, TWO = map(np.int64, (-1, 0, 1, 2))

# Rules (S1, S2, S12).
FINISH, PREEMPT, HANDOVER, NO_START = map(np.int64, range(4))

STAY, UNTIL_OFF, FREE = map(np.int64, range(3))

# Release of lots.
REL_ORDERS, REL_CLOSED = map(np.int64, range(2))

# Which unit of its queue a machine takes.
RULE_FIFO, RULE_EDD, RULE_SPT, RULE_CR, RULE_LST, RULE_SETUP = map(np.int64, range(6))

# How a unit chooses among several ways.
WAY_SHARE, WAY_SHORTEST, WAY_FIRST = map(np.int64, range(3))

# Purposes of random streams.
PUR_NOISE, PUR_FAIL, PUR_REPAIR, PUR_SETUP, PUR_QUALITY, PUR_RELEASE, PUR_ARRIVAL = map(
    np.int64, range(7)
)
PUR_WAY, PUR_MAINTENANCE = map(np.int64, range(7, 9))

# Effects of people that are on (bits of ``effects``), and their numbers (from ``fx_numbers``).
FX_LEARNING, FX_FATIGUE, FX_SPREAD, FX_PEERS, FX_MENTORING, FX_WALKING, FX_DETAIL = (
    np.int64(1 << j) for j in range(7)
)
FX_PACE = FX_LEARNING | FX_FATIGUE | FX_SPREAD | FX_PEERS | FX_MENTORING
FX_EXPERIENCE = FX_LEARNING | FX_MENTORING
(
    FX_SLOPE,  # log2 of a learner's progress ratio
    FX_INCOMPRESSIBLE,
    FX_PLATEAU,
    FX_STANDARD,  # time of the plateau's unit over that of the first
    FX_LONG_SLOPE,  # log2 of the progress ratio of the experienced
    FX_UNIT_US,
    FX_HOUR,  # per microsecond
    FX_AFTER_US,
    FX_REST_US,
    FX_NIGHT,
    FX_SPILL,
    FX_GAIN,
    FX_LOSS,
    FX_FASTER,
) = map(np.int64, range(14))
NUM_FX = np.int64(14)

ATT_NONE, ATT_CYCLE, ATT_LOAD = map(np.int64, range(3))
CLOCK_RUNNING, CLOCK_CALENDAR, CLOCK_WEAR = map(np.int64, range(3))

# Return codes of the engine.
OK, GROW_UNITS, GROW_LOTS, GROW_TRACE, DEADLOCK = map(np.int64, range(5))

STATION = np.dtype(
    [
        ("capacity", "i8"),  # places in the queue, -1 unlimited
        ("load_us", "i8"),
        ("unload_us", "i8"),
        ("first_machine", "i8"),
        ("num_machines", "i8"),
        ("operators", "i8"),
        ("per_operator", "i8"),
        ("attendance", "i8"),
        ("is_paced", "i8"),  # 1: attended through the cycle by people of unlike paces
        ("run_class", "i8"),
        ("setup_class", "i8"),
        ("repair_class", "i8"),
        ("relief_class", "i8"),
        ("clock", "i8"),
        ("fail_kind", "i8"),
        ("repair_kind", "i8"),
        ("fail_us", "f8"),
        ("fail_sigma", "f8"),
        ("repair_us", "f8"),
        ("repair_sigma", "f8"),
        ("has_components", "i8"),
        ("rule", "i8"),  # which unit of the queue a machine takes
        ("picks", "i8"),  # 1: not simply the first unit and any machine
        ("setups", "i8"),  # where its matrix of set-up times begins, -1 none
        ("num_families", "i8"),
        ("loop", "i8"),  # kanban loop, -1 none
        ("first_upkeep", "i8"),
        ("num_upkeep", "i8"),  # maintenance plans
        # state
        ("head", "i8"),
        ("tail", "i8"),
        ("num_idle", "i8"),
        ("blocked_head", "i8"),
        ("blocked_tail", "i8"),
        ("dirty", "i8"),
        ("dirty_slot", "i8"),  # ring of stations to look at (slot k of the ring)
        ("stuck", "i8"),
        ("staffed", "i8"),
        ("level", "i8"),  # pieces in the queue or promised to it
        ("queued", "i8"),  # pieces in the queue
    ],
    align=True,
)

OPERATION = np.dtype(
    [
        ("cycle_us", "f8"),  # mean per piece
        ("sigma", "f8"),
        ("setup_us", "f8"),
        ("setup_sigma", "f8"),
        ("scrap", "f8"),
        ("rework", "f8"),
        ("noise_pieces", "i8"),
        ("lot_pieces", "i8"),
        ("transfer_pieces", "i8"),  # 0: the whole unit
        ("station", "i8"),
        ("product", "i8"),
        ("step", "i8"),
        ("next", "i8"),  # next operation, -1 leaves the shop
        ("is_move", "i8"),  # 1: one move of the whole unit by a transport station
        ("target", "i8"),  # station whose room is asked for when leaving, -1 none
        ("kind", "i8"),  # variate of the cycle
        ("setup_kind", "i8"),
        ("rework_op", "i8"),
        ("gathers", "i8"),  # 1: waits for the whole lot
        ("first_component", "i8"),
        ("num_components", "i8"),
        ("source", "i8"),  # saturated source fed by completing this operation
        ("makes", "i8"),  # 1: the product is a component of another
        ("work_us", "f8"),  # mean time per piece of this and all later steps
        ("wear", "f8"),  # of the machine, per piece
        ("family", "i8"),  # row of its station's matrix of set-up times
        ("following", "i8"),  # next operation without moves, -1 leaves, -2 - f at fork f
        ("is_led", "i8"),  # 1: its units are led by forks or kanban cards
    ],
    align=True,
)

MACHINE = np.dtype(
    [
        # hot: read or written at nearly every event
        ("since", "i8"),
        ("state", "i8"),
        ("event", "i8"),
        ("unit", "i8"),
        ("out", "i8"),  # finished unit that waits for room
        ("stage", "i8"),
        ("mid", "i8"),  # 1: stopped inside a piece
        ("station", "i8"),
        ("ask", "i8"),
        ("handed", "i8"),  # 1: asks for who takes over a task that stopped at this instant
        ("prev_ask", "i8"),
        ("next_ask", "i8"),
        ("unstaffed", "i8"),  # 1: its station needs people and nobody skilled is on duty
        ("team_size", "i8"),  # persons at the machine
        ("relief", "i8"),  # 1: somebody of the team is a relief
        ("staying", "i8"),  # team stays at the broken machine
        ("rest", "i8"),  # pieces of the unit after this segment
        ("left", "i8"),  # pieces left in the segment (transfer unit)
        ("segment", "i8"),  # pieces in the segment
        ("counted", "i8"),  # pieces of the segment already in a closed bucket
        ("anchor", "i8"),  # instant from which completions of the run are counted
        ("cycle", "f8"),  # microseconds per piece of this run
        ("weight", "f8"),  # weighted pieces before the current noise batch, since the anchor
        ("factor", "f8"),
        ("batch_done", "i8"),  # pieces of the noise batch since the anchor
        ("batch_left", "i8"),  # pieces left in the noise batch
        ("run_op", "i8"),  # operation of the last run
        ("fail_left", "i8"),  # run time until the failure (running clock)
        ("task_start", "i8"),
        ("segment_start", "i8"),
        ("setup_op", "i8"),
        # the rest
        ("fail_at", "i8"),  # instant of the failure (calendar clock)
        ("task_left", "i8"),  # rest of set-up or repair
        ("paused_at", "i8"),
        ("plan_left", "i8"),  # the run as it stood when it was planned, to count it midway
        ("plan_done", "i8"),
        ("plan_batch_left", "i8"),
        ("plan_noise", "i8"),
        ("plan_weight", "f8"),
        ("plan_factor", "f8"),
        ("known_repair", "i8"),  # rest of a repair that began while the machine stood still
        ("n_noise", "i8"),
        ("n_fail", "i8"),
        ("n_repair", "i8"),
        ("n_setup", "i8"),
        ("n_quality", "i8"),
        ("key_noise", "u8"),
        ("key_fail", "u8"),
        ("key_repair", "u8"),
        ("key_setup", "u8"),
        ("key_quality", "u8"),
        ("entity", "u8"),  # key of the machine's name
        ("next_blocked", "i8"),
        ("leaving", "i8"),  # to be taken out when its unit ends
        ("blocked_for", "i8"),  # station whose room it waits for
        ("fixer", "i8"),  # setter or repairer at the machine
        ("new_slot", "i8"),  # list of new requests (slot n of the list)
        ("setup_family", "i8"),
        ("upkeep", "i8"),  # maintenance plan that is done or waited for, -1 none
        ("ran", "i8"),  # running time (us) so far
        ("worn", "f8"),  # wear so far
        ("key_upkeep", "u8"),
        ("n_upkeep", "i8"),
    ],
    align=True,
)

PERSON = np.dtype(
    [
        ("since", "i8"),
        ("plain_until", "i8"),  # end of an ordinary shift; before it every minute is plain
        ("off_at", "i8"),  # next instant this person goes off duty or on break
        ("end_at", "i8"),  # end of the shift
        ("extra_us", "i8"),  # time in conditional shifts so far
        ("extra_cap_us", "i8"),
        ("state", "i8"),
        ("duty", "i8"),  # 1 on duty (also on break)
        ("on_break", "i8"),
        ("pending_break", "i8"),  # break began while busy
        ("pending_off", "i8"),
        ("busy", "i8"),  # machines tended
        ("at_station", "i8"),
        ("idle", "i8"),  # in the idle list of his pool
        ("pool", "i8"),  # people who ever master the same skills
        ("idle_order", "i8"),  # the larger, the later he became idle
        ("prev_idle", "i8"),
        ("next_idle", "i8"),
        ("release_at", "i8"),  # instant at which the loading ends that he does now
        ("prev_release", "i8"),
        ("next_release", "i8"),
        ("extra", "i8"),
        ("new", "i8"),
        ("active", "i8"),  # masters something that a station asks for
        ("new_slot", "i8"),  # list of people newly free (slot n of the list)
    ],
    align=True,
)

# What the effects of people know of a person and of the task at a machine; no rows without them.
WORKER = np.dtype(
    [
        ("rate", "f8"),  # individual rate
        ("pace", "f8"),  # rate of the task in hand, 1 is the standard
        ("place", "i8"),  # station where he is, -1 unknown
        ("walk_until", "i8"),
        ("shift_start", "i8"),
        ("off_since", "i8"),
        ("nights", "i8"),  # nights in a row
        ("area", "i8"),  # where peers see him at work, -1 nowhere
        ("seen_rate", "i8"),  # the rate they see, in units of ``SEEN``
        ("mentor", "i8"),
        ("is_helped", "i8"),  # 1: the mentor helps with the task in hand
        ("helping", "i8"),  # learners at work whom he helps
        ("task_us", "i8"),  # time at tasks, and the same weighted by rate
        ("pace_us", "f8"),
        ("moves", "i8"),
        ("first_task_us", "i8"),  # the same in the first bucket, which may be the warm-up
        ("first_pace_us", "f8"),
        ("first_moves", "i8"),
    ],
    align=True,
)

TASK = np.dtype(
    [
        ("look_at", "i8"),  # pieces left of the segment when the task ends
        ("credit_left", "i8"),  # pieces left up to which work is credited, -1: nobody works
        ("scale", "f8"),  # time of the set-up or repair over its standard, 0 before it begins
        ("walk_kind", "i8"),  # request of those who walk here
    ],
    align=True,
)
SEEN = np.float64(1 << 32)  # rates that peers see add up exactly as whole numbers

UNIT = np.dtype(
    [
        ("arrived", "i8"),  # first what each move reads or writes: half a line of the cache
        ("next", "i8"),
        ("op", "i8"),
        ("lot", "i8"),
        ("qty", "i8"),
        ("priority", "i8"),
        ("main", "i8"),  # 1: belongs to the lot's main stream, 0: rework detached from it
        ("free", "i8"),
        ("begun", "i8"),  # 1: counted as started
        ("dest", "i8"),  # operation to which it is led
        ("going", "i8"),  # operation or move that comes next on the way there
        ("held", "i8"),  # kanban loop whose cards it holds, -1 none
    ],
    align=True,
)

LOT = np.dtype(
    [
        ("alive", "i8"),  # pieces not yet finished nor scrapped
        ("entered", "i8"),
        ("priority", "i8"),
        ("order", "i8"),
        ("next", "i8"),
        ("gathers", "i8"),
        ("number", "i8"),  # lots let in before it
        ("due", "i8"),
    ],
    align=True,
)

LOT_PLAN = np.dtype(
    [
        ("available", "i8"),
        ("first", "i8"),  # earliest availability from this lot on
        ("qty", "i8"),
        ("priority", "i8"),
        ("first_op", "i8"),
        ("order", "i8"),
        ("out", "i8"),  # 1: already let in
    ],
    align=True,
)

CALENDAR = np.dtype(
    [
        ("time", "i8"),
        ("until", "i8"),  # end of the shift or break
        ("off", "i8"),  # next instant off duty or on break after this entry
        ("rank", "i8"),
        ("kind", "i8"),
        ("who", "i8"),
        ("arg", "i8"),  # condition, class or level
        ("arg2", "i8"),
    ],
    align=True,
)

SOURCE = np.dtype(
    [
        ("kind", "i8"),  # variate of the time between arrivals; -1: saturated first station
        ("first_op", "i8"),
        ("mean_us", "f8"),
        ("sigma", "f8"),
        ("key", "u8"),
        ("entity", "u8"),
        ("n", "i8"),
        ("qty", "i8"),
        ("starts", "i8"),  # units with which a saturated source begins
        ("first_window", "i8"),
        ("num_windows", "i8"),  # 0: arrivals at any time
        ("period_us", "i8"),
        ("open_us", "i8"),  # open time in a period
        ("open_at", "i8"),  # open time until the last arrival
    ],
    align=True,
)

UPKEEP = np.dtype(
    [
        ("clock", "i8"),
        ("every", "f8"),  # microseconds, or wear
        ("kind", "i8"),  # variate of the duration
        ("mean_us", "f8"),
        ("sigma", "f8"),
        ("skill_class", "i8"),  # who does it, -1 nobody is needed
        ("renews", "i8"),  # 1: the breakdown clock begins anew
    ],
    align=True,
)

FORK = np.dtype(
    [
        ("kind", "i8"),
        ("first", "i8"),  # its ways
        ("count", "i8"),
        ("entity", "u8"),
        ("key", "u8"),
        ("n", "i8"),
    ],
    align=True,
)

EVENT = np.dtype([("key", "i8"), ("entity", "i8")], align=True)

LINK = np.dtype(
    [
        ("key", "i8"),  # time and rank of the pending event
        ("place", "i8"),
        ("prev", "i8"),  # neighbours in the line
        ("next", "i8"),
    ],
    align=True,
)
NOWHERE, IN_LINE, IN_TREE = map(np.int64, range(3))  # where the event of an entity stands
