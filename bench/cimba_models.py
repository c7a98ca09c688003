"""The workloads in Cimba-Python 0.9.5, as its own documentation writes such models.

A process per station or machine, a ``Store`` per queue, a ``Resource`` per operator whose capacity
his calendar sets to 0 and 1 (mode ``finish``), and ``acquire_any`` over those who master a machine.
As in the SimPy forms the repairs of one cycle are drawn up front and added to its time.
"""

from __future__ import annotations

import cimba as cb
from cimba import random

from protocol import Outcome
from workloads import DAY_MIN, DAY_S, JOB_SHOP, PLANT, PlantLines, Windows


class Queue(cb.Model):
    """Workload a: a producer that puts arrival times into a store and one server."""

    customers: cb.Param[int]
    waiting: cb.Store[float]
    spent: float = 0.0
    time: cb.Output[float]

    @cb.process
    def source(self):
        """Let customers come."""
        for _ in range(self.customers):
            cb.hold(random.exponential(1.0 / 0.9))
            self.waiting.put(cb.now())

    @cb.process
    def server(self):
        """Serve one after the other."""
        for _ in range(self.customers):
            arrived = self.waiting.get()
            cb.hold(random.exponential(1.0))
            self.spent += cb.now() - arrived

    @cb.on_end
    def measure(self):
        """Work out the mean."""
        self.time = self.spent / self.customers


def queue(customers: int, seed: int) -> Outcome:
    """Run workload a."""
    model = Queue()
    model.customers = customers
    found = _run(model, seed)
    return Outcome(customers, {"W": found.time.values.item()})


class Station(cb.Model):
    """A station of a line that makes ``parts``; its first and last neighbours are missing."""

    parts: cb.Param[int]
    is_first: cb.Param[int]
    is_last: cb.Param[int]
    is_fixed: cb.Param[int]
    inbox: cb.Store[int]
    outbox: cb.Ref[cb.Store[int]]
    ended: cb.Output[float]

    @cb.process
    def work(self):
        """Make the parts."""
        clock = 0.0
        for _ in range(self.parts):
            if self.is_first == 0:
                self.inbox.get()
            if self.is_fixed == 1:
                total = 1.0
                clock = random.exponential(100.0)  # afresh for each cycle, equal in law
                while clock < 1.0:
                    total += random.exponential(10.0)
                    clock += random.exponential(100.0)
                cb.hold(total)
            else:
                cb.hold(random.exponential(1.0))
            if self.is_last == 0:
                self.outbox.put(1)
        self.ended = cb.now()


class Line(cb.Model):
    """Workloads b and c: stations with a store of limited capacity between neighbours."""

    stations: list[Station]


def _line(num_stations: int, places: int, parts: int, is_fixed: bool, seed: int) -> Outcome:
    model = Line()
    model.stations = []
    for i in range(num_stations):
        station = Station()
        station.parts, station.is_fixed = parts, int(is_fixed)
        station.is_first, station.is_last = int(i == 0), int(i == num_stations - 1)
        station.inbox = cb.Store(capacity=places)
        model.stations.append(station)
    for station, follower in zip(model.stations, _after(model.stations), strict=True):
        station.outbox = follower.inbox
    results = _results(model, seed)
    end = results[model.stations[-1]].ended.values.item()
    return Outcome(num_stations * parts, {"throughput": parts / end})


def line(num_stations: int, parts: int, seed: int) -> Outcome:
    """Run workload b5 or b20."""
    return _line(num_stations, 10, parts, is_fixed=False, seed=seed)


def unreliable_line(parts: int, seed: int) -> Outcome:
    """Run workload c."""
    return _line(5, 20, parts, is_fixed=True, seed=seed)


class Operator(cb.Model):
    """Somebody who is present in two windows a day; his capacity is 1 then, else 0."""

    here: cb.Resource
    starts: cb.Array[float]
    ends: cb.Array[float]
    day: cb.Param[float]

    @cb.process
    def follow(self):
        """Come and go, every day alike."""
        midnight = 0.0
        while True:
            for k in range(len(self.starts)):
                cb.hold(midnight + self.starts[k] - cb.now())
                self.here.set_capacity(1)
                cb.hold(midnight + self.ends[k] - cb.now())
                self.here.set_capacity(0, mode="finish")
            midnight += self.day


class Machine(cb.Model):
    """A machine of workload e: takes a piece, is attended or loaded, passes the piece on."""

    is_attended: cb.Param[int]
    is_first: cb.Param[int]
    is_last: cb.Param[int]
    cycle: cb.Param[float]
    load: cb.Param[float]
    mean_up: cb.Param[float]
    mean_repair: cb.Param[float]
    crew: list[cb.Ref[cb.Resource]]
    inbox: cb.Store[int]
    outbox: cb.Ref[cb.Store[int]]
    left: float = 0.0
    made: int = 0
    done: cb.Output[float]

    @cb.process
    def work(self):
        """Work for ever."""
        self.left = random.exponential(self.mean_up)
        if self.is_first == 1:
            self.inbox.put(1)
        while True:
            self.inbox.get()
            who = cb.acquire_any(self.crew)
            work = self.cycle
            if self.is_attended == 0:
                cb.hold(self.load)
                self.crew[who].release()
                work = self.cycle - self.load
            total = work
            while self.left < work:
                work -= self.left
                total += random.exponential(self.mean_repair)
                self.left = random.exponential(self.mean_up)
            self.left -= work
            cb.hold(total)
            if self.is_attended == 1:
                self.crew[who].release()
            self.made += 1
            if self.is_first == 1:
                self.inbox.put(1)
            if self.is_last == 0:
                self.outbox.put(1)

    @cb.on_end
    def count(self):
        """Hand out what was made."""
        self.done = float(self.made)


class Plant(cb.Model):
    """Workload e."""

    operators: list[Operator]
    machines: list[Machine]


def _operators(duty: tuple[Windows, ...], day: float) -> list[Operator]:
    """Return the operators with their calendars; nobody is present at midnight."""
    found = []
    for of_day in duty:
        operator = Operator()
        operator.here = cb.Resource(capacity=0)
        operator.starts = cb.Array([float(start) for start, _ in of_day])
        operator.ends = cb.Array([float(end) for _, end in of_day])
        operator.day = day
        found.append(operator)
    return found


def plant(days: float, seed: int, lines: PlantLines = PLANT) -> Outcome:
    """Run workload e for ``days`` days."""
    model, stages = Plant(), lines.num_stages
    model.operators = _operators(lines.duty, DAY_S)
    model.machines = []
    for i in range(stages * lines.num_lines):
        machine = Machine()
        machine.is_attended, machine.load = int(lines.attended[i]), lines.load_s
        machine.is_first, machine.is_last = int(i % stages == 0), int((i + 1) % stages == 0)
        machine.cycle, machine.mean_up = lines.cycle_s, lines.mean_up_s
        machine.mean_repair = lines.mean_repair_s
        machine.crew = [
            operator.here
            for operator, skills in zip(model.operators, lines.skills, strict=True)
            if i in skills
        ]
        machine.inbox = cb.Store(capacity=lines.places) if i % stages else cb.Store()
        model.machines.append(machine)
    for machine, follower in zip(model.machines, _after(model.machines), strict=True):
        machine.outbox = follower.inbox
    results = _results(model, seed, days * DAY_S)
    made = [results[machine].done.values.item() for machine in model.machines]
    jobs = sum(made[stages - 1 :: stages])
    return Outcome(int(sum(made)), {"operations_day": sum(made) / days, "jobs_day": jobs / days})


class Place(cb.Model):
    """The queue before a machine of workload d; a job is 8 times its product plus its step."""

    inbox: cb.Store[int]


class ShopMachine(cb.Model):
    """A machine of workload d."""

    is_attended: cb.Param[int]
    load: cb.Param[float]
    mean_up: cb.Param[float]
    mean_repair: cb.Param[float]
    products: cb.Param[int]
    jobs_at_start: cb.Param[int]
    steps: cb.Array[int]
    where: cb.Array[int]
    times: cb.Array[float]
    crew: list[cb.Ref[cb.Resource]]
    places: list[cb.Ref[Place]]
    place: cb.Ref[Place]
    left: float = 0.0
    made: int = 0
    ended: int = 0
    done: cb.Output[float]
    jobs: cb.Output[float]

    @cb.process
    def work(self):
        """Work for ever."""
        self.left = random.exponential(self.mean_up)
        for _ in range(self.jobs_at_start):
            product = random.dice(0, self.products - 1)
            self.places[self.where[8 * product]].inbox.put(8 * product)
        while True:
            job = self.place.inbox.get()
            work = self.times[job]
            who = cb.acquire_any(self.crew)
            if self.is_attended == 0:
                cb.hold(self.load)
                self.crew[who].release()
            total = work
            while self.left < work:
                work -= self.left
                total += random.exponential(self.mean_repair)
                self.left = random.exponential(self.mean_up)
            self.left -= work
            cb.hold(total)
            if self.is_attended == 0:
                who = cb.acquire_any(self.crew)
                cb.hold(self.load)
            self.crew[who].release()
            self.made += 1
            product = job // 8
            following = job + 1
            if following - 8 * product == self.steps[product]:
                self.ended += 1
                product = random.dice(0, self.products - 1)
                following = 8 * product
            self.places[self.where[following]].inbox.put(following)

    @cb.on_end
    def count(self):
        """Hand out what was made."""
        self.done = float(self.made)
        self.jobs = float(self.ended)


class Shop(cb.Model):
    """Workload d."""

    operators: list[Operator]
    places: list[Place]
    machines: list[ShopMachine]


def job_shop(days: float, seed: int) -> Outcome:
    """Run workload d for ``days`` days."""
    shop, model = JOB_SHOP, Shop()
    model.operators = _operators(shop.duty, DAY_MIN)
    model.places = [Place() for _ in shop.attended]
    where, times = [0] * 8 * len(shop.routings), [0.0] * 8 * len(shop.routings)
    for product, routing in enumerate(shop.routings):
        for step, (i_machine, time) in enumerate(routing):
            where[8 * product + step], times[8 * product + step] = i_machine, time
    model.machines = []
    for i, is_attended in enumerate(shop.attended):
        machine = ShopMachine()
        machine.is_attended, machine.load = int(is_attended), shop.load_min
        machine.mean_up, machine.mean_repair = shop.mean_up_min, shop.mean_repair_min
        machine.products, machine.jobs_at_start = len(shop.routings), shop.jobs if i == 0 else 0
        machine.steps = cb.Array([len(routing) for routing in shop.routings])
        machine.where, machine.times = cb.Array(where), cb.Array(times)
        machine.crew = [
            operator.here
            for operator, skills in zip(model.operators, shop.skills, strict=True)
            if i in skills
        ]
        machine.places, machine.place = model.places, model.places[i]
        model.machines.append(machine)
    results = _results(model, seed, days * DAY_MIN)
    made = sum(results[machine].done.values.item() for machine in model.machines)
    jobs = sum(results[machine].jobs.values.item() for machine in model.machines)
    return Outcome(int(made), {"operations_day": made / days, "jobs_day": jobs / days})


def _after(models: list[cb.Model]) -> list[cb.Model]:
    """Return the follower of each model, that of the last being the first."""
    return models[1:] + models[:1]


def _results(model: cb.Model, seed: int, until: float | None = None) -> cb.Results:
    window = cb.Window.until_idle() if until is None else cb.Window(duration=until)
    return cb.Experiment(model, window=window, seed=seed).run(workers=1)


def _run(model: cb.Model, seed: int) -> object:
    return _results(model, seed)[model]
