"""The controls of a model written in its YAML file: maintenance, kanban, stock, shipping."""

from __future__ import annotations

from accord.flow.compile_controls import CLOCKS
from accord.flow.controls import Alternative
from accord.flow.forks import WAYS
from accord.flow.formats import A_DURATION, amount, duration, pattern, time_of
from accord.flow.model import Model
from accord.plant.values import read_number
from accord.plant.yamlfile import Form


def read_controls(model: Model, form: Form) -> None:
    """Read what controls the shop from the top of a model file."""
    for plan in form.forms("maintenance"):
        _maintenance(model, plan)
    for loop in form.forms("kanban"):
        stations = loop.texts("stations", required=True)
        cards = loop.whole("cards", low=1, required=True)
        pieces = loop.whole("pieces", low=1) or 1
        loop.close()
        if cards is not None:
            model.kanban(stations, cards, pieces=pieces)
    for unit in form.forms("wip"):
        _wip(model, unit)
    for material in form.forms("materials"):
        model.material(material.text("name", required=True), amount(material, "stock"))
        material.close()
    for delivery in form.forms("deliveries"):
        component = delivery.text("component", required=True)
        dates, quantity = _dates(delivery, "at"), delivery.whole("quantity", low=1, required=True)
        delivery.close()
        if quantity is not None:
            model.delivery(component, dates, quantity)
    for shipping in form.forms("shipping"):
        _shipping(model, shipping)


def _maintenance(model: Model, form: Form) -> None:
    station = form.text("station", required=True)
    every = form.number("every", low=0.0, required=True)
    takes = form.value("duration", duration, A_DURATION, required=True)
    clock = form.choice("clock", tuple(CLOCKS), "calendar")
    skill, renews = form.text("skill"), form.yes_no("renews") or False
    form.close()
    if every is not None and takes is not None:
        model.maintenance(station, every, takes, clock=clock, skill=skill, renews=renews)


def _wip(model: Model, form: Form) -> None:
    product = form.text("product", required=True)
    step = form.whole("step", low=0, required=True)
    quantity = form.whole("quantity", low=1, required=True)
    order, priority = form.text("order"), form.whole("priority") or 0
    form.close()
    if step is not None and quantity is not None:
        model.wip(product, step, quantity, order=order, priority=priority)


def _dates(form: Form, key: str) -> tuple[float, ...]:
    """Read a list of instants (a single one counts as a list of one)."""
    found = []
    for node in form.nodes(key, required=True):
        try:
            found.append(read_number(node.text))
        except ValueError as error:
            said = f"{node.path} is {node.text!r}"
            form.complain(node.place, said, str(error), "Write an instant such as 480.")
    return tuple(found)


def _shipping(model: Model, form: Form) -> None:
    product = form.text("product", required=True)
    at = form.raw("at", required=True)
    if at is not None and at.kind == "map":
        windows = pattern(form, "at")
        if windows is not None:
            model.shipping(product, windows)
    elif at is not None:
        model.shipping(product, _dates(form, "at"))
    form.close()


def read_alternatives(form: Form) -> tuple[Alternative, ...]:
    """Read the other stations of a step."""
    found = []
    for other in form.forms("alternatives"):
        share = other.number("share", low=0.0)
        found.append(
            Alternative(
                other.text("station", required=True),
                time=time_of(other, "time"),
                rate_h=other.number("rate_h", low=0.0),
                cv=other.number("cv", low=0.0),
                setup=other.number("setup", low=0.0),
                share=1.0 if share is None else share,
            )
        )
        other.close()
    return tuple(found)


def read_choice(form: Form) -> tuple[str, float]:
    """Read how a unit chooses among the stations of a step, and the share of the first."""
    share = form.number("share", low=0.0)
    return form.choice("choice", tuple(WAYS), "shortest"), 1.0 if share is None else share
