"""Random small shops with dispatching, forks, kanban, maintenance, stock and work in progress."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from accord import flow

RULES = ("fifo", "edd", "spt", "cr", "lst", "setup")
WINDOWS = (None, ("06:00-14:00",), ("22:00-02:00", "03:00-03:30"))


@dataclass(frozen=True)
class StationSketch:
    """One station; ``setups`` is a matrix of minutes by family, or nothing."""

    machines: int
    operators: int
    rule: str
    places: int | None
    failure: float
    setups: tuple[float, ...]


@dataclass(frozen=True)
class StepSketch:
    """One step; ``other`` is an alternative station, ``back`` a step to which ``share`` goes."""

    station: int
    other: int | None
    choice: str
    time: float
    varies: bool
    setup: float
    transfer: int | None
    scrap: float
    rework: bool
    bolts: int
    back: int | None
    share: float


@dataclass(frozen=True)
class ShopSketch:
    """A shop; orders are ``(product, quantity, release, due or nothing, priority)``."""

    stations: tuple[StationSketch, ...]
    routes: tuple[tuple[StepSketch, ...], ...]
    people: int
    release: str
    orders: tuple[tuple[int, int, int, int | None, int], ...]
    loops: tuple[tuple[frozenset[int], int], ...]
    upkeep: tuple[tuple[int, float, float, str, bool, bool], ...]
    wip: tuple[tuple[int, int, int], ...]
    deliveries: tuple[tuple[int, int], ...]
    window: int
    moved: bool
    seed: int


@st.composite
def routes(draw: st.DrawFn, num_stations: int) -> tuple[StepSketch, ...]:
    """Draw a route of one to four steps over any stations."""
    station = st.integers(0, num_stations - 1)
    num_steps = draw(st.integers(1, 4))
    step = st.builds(
        StepSketch,
        station=station,
        other=st.one_of(st.none(), st.none(), station),
        choice=st.sampled_from(["shortest", "first", "share"]),
        time=st.sampled_from([0.5, 2.0, 7.3]),
        varies=st.booleans(),
        setup=st.sampled_from([0.0, 0.0, 4.0]),
        transfer=st.sampled_from([None, None, 1, 3]),
        scrap=st.sampled_from([0.0, 0.0, 0.2]),
        rework=st.sampled_from([False, False, True]),
        bolts=st.sampled_from([0, 0, 1]),
        back=st.one_of(st.none(), st.none(), st.integers(0, num_steps)),
        share=st.sampled_from([0.1, 0.5]),
    )
    return tuple(draw(step) for _ in range(num_steps))


@st.composite
def shops(draw: st.DrawFn) -> ShopSketch:
    """Draw a whole shop."""
    minutes = st.sampled_from([0.0, 1.0, 5.0])
    station = st.builds(
        StationSketch,
        machines=st.integers(1, 2),
        operators=st.sampled_from([0, 0, 1]),
        rule=st.sampled_from(RULES),
        places=st.sampled_from([None, None, None, None, 1, 4]),
        failure=st.sampled_from([0.0, 60.0]),
        setups=st.one_of(st.just(()), st.tuples(minutes, minutes, minutes, minutes)),
    )
    stations = tuple(draw(st.lists(station, min_size=1, max_size=4)))
    number = st.integers(0, len(stations) - 1)
    drawn = tuple(draw(st.lists(routes(len(stations)), min_size=1, max_size=2)))
    product = st.integers(0, len(drawn) - 1)
    free = list(range(len(stations)))
    loops = []
    for _ in range(draw(st.integers(0, 2))):
        mine = draw(st.frozensets(st.sampled_from(free), min_size=1)) if free else frozenset()
        free = [j for j in free if j not in mine]
        if mine:
            loops.append((mine, draw(st.integers(1, 5))))
    order = st.tuples(
        product,
        st.sampled_from([1, 3, 10]),
        st.integers(0, 900),
        st.one_of(st.none(), st.integers(0, 1400)),
        st.sampled_from([0, 0, 1]),
    )
    return ShopSketch(
        stations=stations,
        routes=drawn,
        people=draw(st.integers(0, 3)),
        release=draw(st.sampled_from(["orders", "orders", "saturate", "conwip", "arrivals"])),
        orders=tuple(draw(st.lists(order, min_size=1, max_size=8))),
        loops=tuple(loops),
        upkeep=tuple(
            draw(
                st.lists(
                    st.tuples(
                        number,
                        st.sampled_from([3.0, 40.0, 300.0]),
                        st.sampled_from([0.0, 2.0, 30.0]),
                        st.sampled_from(["calendar", "running", "wear"]),
                        st.booleans(),
                        st.booleans(),
                    ),
                    max_size=3,
                )
            )
        ),
        wip=tuple(
            draw(st.lists(st.tuples(product, st.integers(0, 3), st.integers(1, 4)), max_size=3))
        ),
        deliveries=tuple(
            draw(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 30)), max_size=3))
        ),
        window=draw(st.integers(0, len(WINDOWS) - 1)),
        moved=draw(st.sampled_from([False, False, True])),
        seed=draw(st.integers(0, 10_000)),
    )


def without_loss(sketch: ShopSketch) -> ShopSketch:
    """Return a shop in which every piece that enters leaves some day, if cards and people allow."""
    return replace(
        sketch,
        routes=tuple(
            tuple(replace(s, scrap=0.0, bolts=0) for s in route) for route in sketch.routes
        ),
        release="orders",
    )


def build(sketch: ShopSketch) -> flow.Model:
    """Build the model of a sketch."""
    model = flow.Model(time_unit="min")
    looped = {j for mine, _ in sketch.loops for j in mine}
    products = [f"p{i}" for i in range(len(sketch.routes))]
    for j, s in enumerate(sketch.stations):
        model.station(
            f"s{j}",
            machines=s.machines,
            operators=s.operators,
            rule=s.rule,
            buffer=None if j in looped else s.places,
            failure=flow.Exponential(s.failure) if s.failure else None,
            repair=flow.Exponential(6.0) if s.failure else None,
            setups=_matrix(sketch, j),
            moved_by="truck" if sketch.moved and j == 0 else "",
            move=1.5,
        )
    model.station("bench", 2)
    model.station("truck")
    model.material("bolt", 5)
    for name, route in zip(products, sketch.routes, strict=True):
        model.product(name, [_step(s, len(route)) for s in route])
    for i in range(sketch.people):
        skills: list[str | flow.Skill] = [f"s{j}" for j in range(len(sketch.stations))]
        if any(needs_crew for *_, needs_crew, _ in sketch.upkeep):
            skills.append(flow.Skill("MX", "repair"))
        duty = flow.daily("05:00-13:00") if i % 2 else None
        model.person(f"o{i}", skills, duty)
    for j, every, takes, clock, needs_crew, renews in sketch.upkeep:
        skill = "MX" if needs_crew else ""
        model.maintenance(f"s{j}", every, takes, clock=clock, skill=skill, renews=renews)
    for mine, cards in sketch.loops:
        model.kanban([f"s{j}" for j in sorted(mine)], cards)
    for at, quantity in sketch.deliveries:
        model.delivery("bolt", float(at), quantity)
    for product, step, quantity in sketch.wip:
        model.wip(products[product], min(step, len(sketch.routes[product]) - 1), quantity)
    _release(model, sketch, products)
    return model


def _matrix(sketch: ShopSketch, j: int) -> dict[str, dict[str, float]]:
    """Return the matrix of a station, for the products that come there."""
    setups = sketch.stations[j].setups
    come = [
        i for i, route in enumerate(sketch.routes) if any(j in (s.station, s.other) for s in route)
    ]
    if not setups:
        return {}
    return {f"p{a}": {f"p{b}": setups[2 * a + b] for b in come} for a in come}


def _step(s: StepSketch, num_steps: int) -> flow.Step:
    return flow.Step(
        f"s{s.station}",
        time=flow.Exponential(s.time) if s.varies else s.time,
        setup=s.setup,
        transfer=s.transfer,
        scrap=s.scrap,
        rework=0.2 if s.rework else 0.0,
        rework_station="bench",
        components={"bolt": s.bolts} if s.bolts else {},
        alternatives=() if s.other is None else (flow.Alternative(f"s{s.other}", time=s.time + 1),),
        choice=s.choice,
        branches={} if s.back is None else {min(s.back, num_steps): s.share},
    )


def _release(model: flow.Model, sketch: ShopSketch, products: list[str]) -> None:
    if sketch.release == "saturate":
        model.saturate(products[0])
    elif sketch.release == "conwip":
        model.conwip(3, dict.fromkeys(products, 1.0), quantity=2)
    elif sketch.release == "arrivals":
        window = WINDOWS[sketch.window]
        within = None if window is None else flow.daily(*window)
        for product in products:
            model.arrivals(product, flow.Exponential(20.0), 2, within)
    else:
        for product, quantity, release, due, priority in sketch.orders:
            model.order(
                products[product], quantity, release=float(release), due=due, priority=priority
            )
