"""A second, deliberately simple simulator of S1-S20, for models without randomness.

Written from docs/background/flow-semantics.md alone and sharing no code with the engine. Times are
whole numbers, every instant is found by scanning everything, and one instant is played in the
order of S6: repairs and task ends, duty ends, duty starts, failures, arrivals, one dispatch.
It covers: stations of several machines, finite buffers with blocking after service, attendance of
the whole cycle or of loading and unloading only, people with skills, windows of presence and
breaks who finish, stop or hand over their task (S1, S2), failures by running time with fixed times,
repairers, saturated products, a closed loop of one product and single pieces released at given
times.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NEVER = 1 << 62


@dataclass(frozen=True)
class StationSpec:
    """A station; ``places`` None is an unlimited queue in front, ``attendance`` cycle or load."""

    name: str
    machines: int = 1
    operators: int = 0
    attendance: str = "cycle"
    load: int = 0
    unload: int = 0
    places: int | None = None
    failure: int | None = None
    repair: int = 0
    repair_skill: str = ""


@dataclass(frozen=True)
class PersonSpec:
    """A person: names mastered (stations and groups), shifts ``(start, end)`` and their breaks."""

    name: str
    skills: tuple[str, ...]
    duty: tuple[tuple[int, int], ...]
    breaks: tuple[tuple[int, int], ...] = ()

    def spells(self) -> list[tuple[int, int, str]]:
        """Return the time at work, each spell with what ends it: a break or the shift."""
        found = []
        for start, end in self.duty:
            back = start
            for first, last in sorted(b for b in self.breaks if start < b[0] and b[1] < end):
                found.append((back, first, "break"))
                back = last
            found.append((back, end, "shift"))
        return found


@dataclass(frozen=True)
class Spec:
    """A whole model: routes give ``(station, time)`` per step; one kind of release per product."""

    stations: tuple[StationSpec, ...]
    routes: dict[str, tuple[tuple[str, int], ...]]
    people: tuple[PersonSpec, ...] = ()
    saturated: tuple[str, ...] = ()
    conwip: tuple[int, str] | None = None
    arrivals: tuple[tuple[int, str], ...] = ()  # (time, product), one piece each
    at_failure: str = "stay"  # or until_off, free (S12)
    shift_end: str = "finish"  # or preempt, handover (S1)
    break_rule: str = "finish"  # or preempt, handover (S2)
    long_task_end: str = "preempt"  # or finish (S1)


@dataclass(eq=False)
class _Job:
    product: str
    arrived: int  # at its present station
    step: int = 0


@dataclass(eq=False)
class _Machine:
    index: int
    station: StationSpec
    clock: int
    phase: str = "idle"
    since: int = 0
    asked: int = 0  # number of the play in which it asked for a person
    until: int = NEVER
    left: int = 0
    repair_left: int = 0
    job: _Job | None = None
    person: _Person | None = None  # who attends, loads or unloads
    repairer: _Person | None = None
    hours: dict[str, int] = field(default_factory=dict)


@dataclass(eq=False)
class _Person:
    index: int
    spec: PersonSpec
    is_present: bool = False
    machine: _Machine | None = None
    task: str = ""
    since: int = 0  # start of the task, or of being idle
    rule: str = "finish"  # what holds for a task that meets the end of his last spell
    tasks: list[tuple[str, int, int, int]] = field(default_factory=list)


@dataclass
class Log:
    """What happened: completions ``(time, machine, product, step)`` and tasks of each person."""

    completions: list[tuple[int, int, str, int]] = field(default_factory=list)
    good: dict[str, int] = field(default_factory=dict)
    machine_time: list[dict[str, int]] = field(default_factory=list)
    tasks: list[list[tuple[str, int, int, int]]] = field(default_factory=list)
    failures: list[tuple[int, int]] = field(default_factory=list)


# Phases that need a person, and the phase they become when one is given.
_ASKS = {
    "ask_run": "run",
    "ask_load": "load",
    "ask_unload": "unload",
    "ask_repair": "repair",
}


def _turn(machine: _Machine) -> tuple[int, int, int]:
    """Return the order of requests (S7): oldest, earliest arrived piece, lowest number."""
    assert machine.job is not None
    return machine.asked, machine.job.arrived, machine.index


class OracleSimulator:
    """Play a spec until a time, one instant after another."""

    def __init__(self, spec: Spec) -> None:
        self.spec, self.now, self.log = spec, 0, Log()
        self.num_plays = 0
        self.machines: list[_Machine] = []
        for station in spec.stations:
            for _ in range(station.machines):
                clock = NEVER if station.failure is None else station.failure
                self.machines.append(_Machine(len(self.machines), station, clock))
        self.people = [_Person(i, person) for i, person in enumerate(spec.people)]
        self.queues: dict[str, list[_Job]] = {station.name: [] for station in spec.stations}
        self.log.good = dict.fromkeys(spec.routes, 0)
        self.arrivals = sorted(spec.arrivals, key=lambda arrival: arrival[0])

    def run(self, until: int) -> Log:
        """Play every instant up to and including ``until``."""
        for product in self.spec.saturated:  # one piece for each machine that must not starve
            first = self.spec.routes[product][0][0]
            for _ in [m for m in self.machines if m.station.name == first]:
                self._enter(product)
        if self.spec.conwip is not None:
            for _ in range(self.spec.conwip[0]):
                self._enter(self.spec.conwip[1])
        instant = 0
        while instant <= until:
            self.now = instant
            self._play()
            instant = self._next_instant()
        self.now = until
        for machine in self.machines:
            self._enter_phase(machine, machine.phase)
        for person in self.people:
            if person.machine is not None:
                self._release(person)
        self.log.machine_time = [machine.hours for machine in self.machines]
        self.log.tasks = [person.tasks for person in self.people]
        return self.log

    def _next_instant(self) -> int:
        """Return when something happens next; a clock that stood at zero strikes at once."""
        times = [t for p in self.people for spell in p.spec.spells() for t in spell[:2]]
        times += [time for time, _ in self.arrivals]
        later = [t for t in times if t > self.now]
        return min([machine.until for machine in self.machines] + later, default=NEVER)

    def _play(self) -> None:
        """Play one instant in the order of S6."""
        self.num_plays += 1
        for machine in self.machines:
            if machine.until == self.now and machine.phase != "fail_later":
                self._end(machine)
        for person in self.people:
            for _, end, ended_by in person.spec.spells():
                if end == self.now:
                    self._leave(person, ended_by)
        for person in self.people:
            if any(start == self.now for start, _, _ in person.spec.spells()):
                person.is_present = True
                if person.machine is None:
                    person.since = self.now
        for machine in self.machines:
            if machine.until == self.now and machine.phase == "fail_later":
                self._fail(machine)
        while self.arrivals and self.arrivals[0][0] == self.now:
            self._enter(self.arrivals.pop(0)[1])
        self._dispatch()

    def _leave(self, person: _Person, ended_by: str) -> None:
        """End a person's spell at work: what he does is finished, stopped or handed over."""
        person.is_present = False
        person.rule = self.spec.shift_end if ended_by == "shift" else self.spec.break_rule
        self._leave_broken(person)
        machine = person.machine
        if machine is None:
            return
        if machine.repairer is person and self.spec.long_task_end != "finish":
            machine.repair_left = machine.until - self.now
            machine.repairer = None
            self._stop(machine, person, "ask_repair", self.spec.long_task_end)
        elif (
            person.task == "run"
            and person.rule != "finish"
            and machine.phase in {"run", "fail_later"}
        ):
            machine.person = None
            self._pause(machine)
            self._stop(machine, person, "ask_run", person.rule)

    def _pause(self, machine: _Machine) -> None:
        """Note how much work and running time are left on a machine that stops."""
        to_go = machine.until - self.now
        if machine.phase == "fail_later":
            machine.left -= machine.clock - to_go
            machine.clock = to_go
        else:
            machine.clock -= machine.left - to_go
            machine.left = to_go

    def _stop(self, machine: _Machine, person: _Person, phase: str, rule: str) -> None:
        """Stop a task; what is handed over goes before other requests."""
        self._release(person)
        self._enter_phase(machine, phase)
        if rule == "handover":
            machine.asked = -self.num_plays

    # ---- task ends -------------------------------------------------------------------------

    def _end(self, machine: _Machine) -> None:
        phase = machine.phase
        if phase == "repair":
            if machine.repairer is not None:
                self._release(machine.repairer)
                machine.repairer = None
            machine.clock = machine.station.failure or NEVER
            attendant = machine.person
            if attendant is not None and not attendant.is_present and attendant.rule != "finish":
                machine.person = None
                self._stop(machine, attendant, "ask_run", attendant.rule)
                return
            is_attended = machine.station.attendance == "cycle" and machine.station.operators > 0
            if is_attended and attendant is None:
                self._enter_phase(machine, "ask_run")
                return
            self._process(machine)
            return
        if machine.person is not None:
            self._release(machine.person)
            machine.person = None
        if phase == "load":
            self._process(machine)
            return
        if phase == "run":
            machine.clock -= machine.left
            machine.left = 0
            if self._unloads(machine):
                self._enter_phase(machine, "ask_unload")
                return
        self._enter_phase(machine, "done")
        self._complete(machine)

    def _unloads(self, machine: _Machine) -> bool:
        station = machine.station
        return station.attendance == "load" and station.operators > 0 and station.unload > 0

    def _complete(self, machine: _Machine) -> None:
        job = machine.job
        assert job is not None
        self.log.completions.append((self.now, machine.index, job.product, job.step))
        if job.step == 0 and job.product in self.spec.saturated:
            self._enter(job.product)
        if job.step + 1 == len(self.spec.routes[job.product]):
            self.log.good[job.product] += 1
            machine.job = None
            self._enter_phase(machine, "idle")
            if self.spec.conwip is not None and self.spec.conwip[1] == job.product:
                self._enter(job.product)

    def _process(self, machine: _Machine) -> None:
        """Run the work left: until its end, or until the failure clock strikes (S11)."""
        if machine.clock < machine.left:
            self._enter_phase(machine, "fail_later")
            machine.until = self.now + machine.clock
        else:
            self._enter_phase(machine, "run")
            machine.until = self.now + machine.left

    def _fail(self, machine: _Machine) -> None:
        self.log.failures.append((self.now, machine.index))
        machine.left -= machine.clock
        machine.clock = 0
        machine.repair_left = machine.station.repair
        attendant = machine.person
        if machine.station.repair_skill:
            self._enter_phase(machine, "ask_repair")
        else:
            self._enter_phase(machine, "repair")
            machine.until = self.now + machine.station.repair
        if attendant is not None:
            self._leave_broken(attendant)

    def _leave_broken(self, person: _Person) -> None:
        """Let an attendant leave a broken machine if the rule lets him (S12)."""
        machine, rule = person.machine, self.spec.at_failure
        if machine is None or machine.person is not person:
            return
        may_leave = rule == "free" or (rule == "until_off" and not person.is_present)
        if may_leave and machine.phase in {"ask_repair", "repair"}:
            machine.person = None
            self._release(person)

    # ---- dispatch --------------------------------------------------------------------------

    def _dispatch(self) -> None:
        """Let pieces move until nothing moves, then give people to requests, oldest first."""
        while self._move_finished() or self._load_idle():
            pass
        requests = [machine for machine in self.machines if machine.phase in _ASKS]
        for machine in sorted(requests, key=_turn):
            needed = machine.station.name
            if machine.phase == "ask_repair":
                needed = machine.station.repair_skill
            able = [
                person
                for person in self.people
                if person.is_present and person.machine is None and needed in person.spec.skills
            ]
            if able:
                self._give(machine, min(able, key=lambda p: (p.since, p.index)))

    def _load_idle(self) -> bool:
        for machine in self.machines:
            queue = self.queues[machine.station.name]
            if machine.phase == "idle" and queue:
                machine.job = queue.pop(0)
                machine.left = self.spec.routes[machine.job.product][machine.job.step][1]
                station = machine.station
                if station.operators == 0:
                    self._process(machine)
                elif station.attendance == "cycle":
                    self._enter_phase(machine, "ask_run")
                else:
                    self._enter_phase(machine, "ask_load")
                return True
        return False

    def _move_finished(self) -> bool:
        """Move the piece that has been finished longest among those whose next queue has room."""
        finished = [machine for machine in self.machines if machine.phase == "done"]
        for machine in sorted(finished, key=lambda m: (m.since, m.index)):
            job = machine.job
            assert job is not None
            if self._has_room(self.spec.routes[job.product][job.step + 1][0]):
                machine.job = None
                self._enter_phase(machine, "idle")
                job.step, job.arrived = job.step + 1, self.now
                self.queues[self.spec.routes[job.product][job.step][0]].append(job)
                return True
        return False

    def _has_room(self, station_name: str) -> bool:
        """An idle machine will take a piece at once, so it counts as a place (S9)."""
        machines = [m for m in self.machines if m.station.name == station_name]
        places = machines[0].station.places
        num_idle = sum(machine.phase == "idle" for machine in machines)
        return places is None or len(self.queues[station_name]) < places + num_idle

    def _enter(self, product: str) -> None:
        self.queues[self.spec.routes[product][0][0]].append(_Job(product, self.now))

    # ---- people and accounts ---------------------------------------------------------------

    def _give(self, machine: _Machine, person: _Person) -> None:
        task, station = _ASKS[machine.phase], machine.station
        person.machine, person.task, person.since = machine, task, self.now
        if task == "repair":
            machine.repairer = person
        else:
            machine.person = person
        if task == "run":
            self._process(machine)
            return
        self._enter_phase(machine, task)
        lengths = {"load": station.load, "unload": station.unload, "repair": machine.repair_left}
        machine.until = self.now + lengths[task]

    def _release(self, person: _Person) -> None:
        """Book the task that ends now; the person is idle from now on."""
        assert person.machine is not None
        person.tasks.append((person.task, person.machine.index, person.since, self.now))
        person.machine, person.task, person.since = None, "", self.now

    def _enter_phase(self, machine: _Machine, phase: str) -> None:
        name = {"fail_later": "run"}.get(machine.phase, machine.phase)
        machine.hours[name] = machine.hours.get(name, 0) + self.now - machine.since
        machine.phase, machine.since, machine.until = phase, self.now, NEVER
        machine.asked = self.num_plays
