"""What the law leaves to the plant in its payroll, its prices, and leave not taken."""

import dataclasses

import pytest

from accord import plant
from accord.errors import InputError
from accord.plant.records import Payroll, Prices

HEAD = """\
payroll: {accident_share: 0.031, transport_share: 0, apprentice_share: 0.02,
          plan_employer_month: 120, plan_employee_month: 80}
prices: {recruiting: 4000, scrap_piece: 1.6, late_order_day: 300}
"""
PAYROLL = Payroll(0.031, 0.0, 0.02, 120.0, 80.0)
PRICES = Prices(4000.0, 1.6, 300.0)


def with_head(files, lines):
    return {**files, "plant.yaml": files["plant.yaml"] + lines}


def test_payroll_and_prices_are_read(make, files):
    shop = plant.read(make(with_head(files, HEAD)))
    assert (shop.payroll, shop.prices) == (PAYROLL, PRICES)


def test_what_is_not_given_stays_unknown(make, files):
    assert plant.read(make(files)).payroll is None
    shop = plant.read(make(with_head(files, "payroll: {accident_share: 0.02}\n")))
    assert shop.payroll == Payroll(accident_share=0.02)


@pytest.mark.parametrize("lines", ["payroll: {accident_share: 3.1}\n", "prices: {scrap: 1}\n"])
def test_a_percent_or_an_unknown_price_is_refused(make, files, lines):
    with pytest.raises(InputError, match=r"payroll|prices|scrap"):
        plant.read(make(with_head(files, lines)))


def test_a_plant_written_as_workbook_or_folder_keeps_them(make, files, tmp_path):
    shop = plant.read(make(files))
    people = (dataclasses.replace(shop.people[0], leave_days=12.5), *shop.people[1:])
    shop = dataclasses.replace(shop, payroll=PAYROLL, prices=PRICES, people=people)
    plant.write_workbook(shop, tmp_path / "shop.xlsx")
    plant.write_folder(shop, tmp_path / "folder")
    for path in (tmp_path / "shop.xlsx", tmp_path / "folder"):
        again = plant.read(path)
        assert (again.payroll, again.prices) == (PAYROLL, PRICES)
        assert [p.leave_days for p in again.people] == [12.5, None, None, None, None]
