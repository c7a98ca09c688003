"""The workloads in SimPy 4.1.2, as a careful SimPy user would write them.

The forms are those of the baselines in docs/benchmarks.md: a process per arriving customer with a
``Resource`` and the cheaper store form for a; a process per station and a bounded ``Store``
between stations for b and c; one ``FilterStore`` of present, idle operators for d and e.
The repairs of one cycle are drawn up front and added to its timeout, which spares SimPy events.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator

import simpy

from protocol import Outcome
from workloads import DAY_MIN, DAY_S, JOB_SHOP, PLANT, PlantLines, Windows

Process = Generator[simpy.Event, object, None]


def queue_processes(customers: int, seed: int) -> Outcome:
    """Run workload a with one process per arriving customer."""
    env, rng = simpy.Environment(), random.Random(seed)
    server, spent = simpy.Resource(env, 1), [0.0]

    def customer() -> Process:
        arrived = env.now
        with server.request() as request:
            yield request
            yield env.timeout(rng.expovariate(1.0))
        spent[0] += env.now - arrived

    def source() -> Process:
        for _ in range(customers):
            yield env.timeout(rng.expovariate(0.9))
            env.process(customer())

    env.process(source())
    env.run()
    return Outcome(customers, {"W": spent[0] / customers})


def queue_store(customers: int, seed: int) -> Outcome:
    """Run workload a with a producer that puts arrival times into a store and one server loop."""
    env, rng = simpy.Environment(), random.Random(seed)
    waiting, spent = simpy.Store(env), [0.0]

    def source() -> Process:
        for _ in range(customers):
            yield env.timeout(rng.expovariate(0.9))
            yield waiting.put(env.now)

    def server() -> Process:
        for _ in range(customers):
            arrived = yield waiting.get()
            yield env.timeout(rng.expovariate(1.0))
            spent[0] += env.now - arrived

    env.process(source())
    env.process(server())
    env.run()
    return Outcome(customers, {"W": spent[0] / customers})


def _line(num_stations: int, places: int, parts: int, cycle: Callable[[], float]) -> Outcome:
    """Run a serial line, first station never starved and last never blocked, until ``parts``."""
    env = simpy.Environment()
    buffers = [simpy.Store(env, capacity=places) for _ in range(num_stations - 1)]

    def station(i_station: int) -> Process:
        source = buffers[i_station - 1] if i_station else None
        sink = buffers[i_station] if i_station < num_stations - 1 else None
        for _ in range(parts):
            if source is not None:
                yield source.get()
            yield env.timeout(cycle())
            if sink is not None:
                yield sink.put(1)

    last = [env.process(station(i)) for i in range(num_stations)][-1]
    env.run(until=last)
    return Outcome(num_stations * parts, {"throughput": parts / env.now})


def line(num_stations: int, parts: int, seed: int) -> Outcome:
    """Run workload b5 or b20."""
    rng = random.Random(seed)
    return _line(num_stations, 10, parts, lambda: rng.expovariate(1.0))


def unreliable_line(parts: int, seed: int) -> Outcome:
    """Run workload c; the failure time is drawn afresh per cycle, which is equal in law."""
    rng = random.Random(seed)

    def cycle() -> float:
        total, clock = 1.0, rng.expovariate(1.0 / 100.0)
        while clock < 1.0:
            total += rng.expovariate(1.0 / 10.0)
            clock += rng.expovariate(1.0 / 100.0)
        return total

    return _line(5, 20, parts, cycle)


class _Crew:
    """Operators: one ``FilterStore`` of those present and idle."""

    def __init__(
        self,
        env: simpy.Environment,
        skills: tuple[frozenset[int], ...],
        duty: tuple[Windows, ...],
        day: float,
    ) -> None:
        self.env, self.skills, self.day = env, skills, day
        self.idle = simpy.FilterStore(env)
        self.is_on_duty = [False] * len(skills)
        self.is_busy = [False] * len(skills)
        for operator, of_day in enumerate(duty):
            env.process(self._follow(operator, of_day))

    def take(self, i_machine: int) -> simpy.Event:
        """Ask for any present, idle operator who masters the machine."""
        skills = self.skills
        return self.idle.get(lambda operator: i_machine in skills[operator])

    def free(self, operator: int) -> None:
        """Put an operator back, unless his duty ended meanwhile."""
        self.is_busy[operator] = False
        if self.is_on_duty[operator]:
            self.idle.put(operator)

    def _follow(self, operator: int, of_day: Windows) -> Process:
        """Let an operator come and go: the same windows of presence every day."""
        env, midnight = self.env, 0.0
        while True:
            for start, end in of_day:
                yield env.timeout(midnight + start - env.now)
                self.is_on_duty[operator] = True
                if not self.is_busy[operator]:
                    self.idle.put(operator)
                yield env.timeout(midnight + end - env.now)
                self.is_on_duty[operator] = False
                if operator in self.idle.items:
                    self.idle.items.remove(operator)
            midnight += self.day


class _Clock:
    """A machine's failure clock: it runs with the machine, the rest is carried over."""

    def __init__(self, rng: random.Random, mean_up: float, mean_repair: float) -> None:
        self.rng, self.up_rate, self.repair_rate = rng, 1.0 / mean_up, 1.0 / mean_repair
        self.left = rng.expovariate(self.up_rate)

    def stretch(self, work: float) -> float:
        """Return ``work`` and the repairs that interrupt it."""
        total = work
        while self.left < work:
            work -= self.left
            total += self.rng.expovariate(self.repair_rate)
            self.left = self.rng.expovariate(self.up_rate)
        self.left -= work
        return total


def job_shop(days: float, seed: int) -> Outcome:
    """Run workload d for ``days`` days."""
    shop, env, rng = JOB_SHOP, simpy.Environment(), random.Random(seed)
    crew = _Crew(env, shop.skills, shop.duty, DAY_MIN)
    num_machines, num_products = len(shop.attended), len(shop.routings)
    queues = [simpy.Store(env) for _ in range(num_machines)]
    done = [0, 0]  # operations, jobs

    def enter() -> None:
        job = (rng.randrange(num_products), 0)
        queues[shop.routings[job[0]][0][0]].put(job)

    def forward(product: int, step: int) -> None:
        done[0] += 1
        if step + 1 < len(shop.routings[product]):
            queues[shop.routings[product][step + 1][0]].put((product, step + 1))
        else:
            done[1] += 1
            enter()

    def machine(i_machine: int) -> Process:
        clock = _Clock(rng, shop.mean_up_min, shop.mean_repair_min)
        is_attended, queue = shop.attended[i_machine], queues[i_machine]
        while True:
            product, step = yield queue.get()
            work = shop.routings[product][step][1]
            operator = yield crew.take(i_machine)
            crew.is_busy[operator] = True
            if is_attended:
                yield env.timeout(clock.stretch(work))
            else:
                yield env.timeout(shop.load_min)
                crew.free(operator)
                yield env.timeout(clock.stretch(work))
                operator = yield crew.take(i_machine)
                crew.is_busy[operator] = True
                yield env.timeout(shop.load_min)
            crew.free(operator)
            forward(product, step)

    for i_machine in range(num_machines):
        env.process(machine(i_machine))
    for _ in range(shop.jobs):
        enter()
    env.run(until=days * DAY_MIN)
    return Outcome(done[0], {"operations_day": done[0] / days, "jobs_day": done[1] / days})


def plant(days: float, seed: int, lines: PlantLines = PLANT) -> Outcome:
    """Run workload e for ``days`` days."""
    env, rng = simpy.Environment(), random.Random(seed)
    crew = _Crew(env, lines.skills, lines.duty, DAY_S)
    stages, load_s = lines.num_stages, lines.load_s
    queues = [
        simpy.Store(env, capacity=lines.places if i % stages else float("inf"))
        for i in range(stages * lines.num_lines)
    ]
    done = [0, 0]  # operations, jobs

    def machine(i_machine: int) -> Process:
        clock = _Clock(rng, lines.mean_up_s, lines.mean_repair_s)
        is_attended, is_first = lines.attended[i_machine], i_machine % stages == 0
        own = queues[i_machine]
        follower = queues[i_machine + 1] if (i_machine + 1) % stages else None
        while True:
            yield own.get()
            operator = yield crew.take(i_machine)
            crew.is_busy[operator] = True
            if is_attended:
                yield env.timeout(clock.stretch(lines.cycle_s))
                crew.free(operator)
            else:
                yield env.timeout(load_s)
                crew.free(operator)
                yield env.timeout(clock.stretch(lines.cycle_s - load_s))
            done[0] += 1
            if is_first:
                own.put(1)
            if follower is None:
                done[1] += 1
            else:
                # With room the put is done at once: the machine asks for its own next part
                # before the next machine asks for this one, as in d and in Accord (rule S7).
                left = follower.put(1)
                if not left.triggered:
                    yield left

    for i_machine in range(len(queues)):
        env.process(machine(i_machine))
    for i_line in range(lines.num_lines):
        queues[i_line * stages].put(1)
    env.run(until=days * DAY_S)
    return Outcome(done[0], {"operations_day": done[0] / days, "jobs_day": done[1] / days})
