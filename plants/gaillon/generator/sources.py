"""Where each value comes from: SOURCES.md, one line per column or family of values."""

from __future__ import annotations

from pathlib import Path

from generator.shop import GROUPS, OPENING_H, weekly_load
from generator.writing import write_text

HEAD = """\
# Sources of the plant Gaillon

**Fictional plant.** The plant, its people and its figures are invented for Accord. No row is taken from outside data. The film that the
name recalls was shot at Gaillon and has a plan of twelve layoffs "including the father"; nothing else is taken from it.

Marks: **C** checked source, **S** second hand, **M** from memory, **A** assumption chosen by us, **I** arithmetic from the other values.
All files are written by `generate.py` (seed 19990503), again to the same bytes. Money is in francs (FRF).

## 1. Frame (`plant.yaml`)

| value | mark | source or reason |
|---|---|---|
| on 1999-05-03 | A | eight weeks before the aid falls on 1 July 1999 |
| 180 people, plus 3 apprentices and 1 trainee who are not counted | A | above 50 (works council, social plan), above 20, below 200 |
| country fr, branch fr.metal | A; C | stamping is small firms near car makers (Sessi) |
| weekly_h 39 | A | national mean of full-timers 38.64 in March 1999 (C) |
| holidays | C | the calendar of 1999-2001; 6 weekdays outside closures in the first year, 8 in the second (a mean year has 8, M) |
| closed three weeks in August, one at Christmas | A | |
| release conwip 48 | A | two lots per press; routes run both G63 to G100 and back, so finite buffers there would deadlock |
| rules: finish the piece, set-ups and repairs are resumed | A | |
| employer_charges_share 0.45 | A | before relief |
| absence_share 0.065 | A | anchor 5.3 % in 1990 (C, DARES), workers 2.5 to 2.8 times managers |
| overtime on Saturday when a day of demand waits, 94 h a year, +25 % | A; C; M | 94 h (C), premium (M) |

## 2. Machines (`stations.csv`)

| value | mark | source or reason |
|---|---|---|
| G63 rate 700 an hour | C | the number of the film; 5.14 s a stroke |
| other rates, number of machines, posts, set-up and breakdown shares | A | transfer presses do about 1 600 an hour (C, trade paper 2008); a real shop's log has 18 % set-up (C) |
| mttr_h 2.449, mttr_spread 1.117 | C; A; I | median 98 min from a real log (C), sd log 0.9 (A); mean = 98 x exp(0.405) = 147 min |
| mtbf_h | I | gives the share of opening lost at full use: mttr x net hours / (share x 78) |
| setup_spread 0.361 | A; I | sd log 0.35 |
| buffers: degreasing 8 pallets, painting 4, packing 8 | A | the last one is ours; all other queues are unlimited |
| relief_skill of the presses | A | setters and assembly people with a relief skill take over where no press operator is free |
| setup_skill SETUP | A | all 14 setters set up all presses; see section 4 for the fragile G160 set-up |
| move_s 120 | A; I | 30 pallets an hour |

Net hours are a week of 78 h less breakdowns and set-ups; capacity = machines x net hours x rate. Load includes 0.5 % scrap at this and
later strokes.

"""

REST = """
## 3. Products, demand (`operations.csv`, `orders.csv`, `components.csv`)

| value | mark | source or reason |
|---|---|---|
| 13 products, routes, weekly demand of 618 000 | A | |
| lot_pieces of press steps | I | demand / lots a week; lots are chosen so that set-ups are 64, 64, 28 and 24 a week on G63, G100, G160 and GC |
| setup_min and lot_pieces of welding, riveting, tumbling, painting | I | their set-up share, shared over pallets of 1 500 |
| transfer_pieces 1500, noise_pieces 100, spread 0.10 | A | |
| scrap_share 0.005 a press stroke | A | a real log has 0.65 % (C) |
| rework 2 % through SORT, back at degreasing | A | rework leaves the last step before degreasing, so that it causes no set-up |
| order quantity | A; I | weekly mean x month index x noise (6 %) x open days / 5; the index is 1 on average over the open weeks of a year |
| orders released on Monday, due on Friday of the next week | A | |
| components.csv empty | A | rivets and bought parts are not followed |

## 4. People (`people.csv`, `skills.csv`)

| value | mark | source or reason |
|---|---|---|
| headcounts, crews, age pyramid, women, seniority means | A | no public source found for stampers; 22 of 48 press operators are over 48 |
| wages: grade x seniority bonus | A; M | anchors: Lower Normandy metal 2001 (C); bonus 1 % a year from 3 to 15 years (M) |
| wage_month of part-timers | A | pay of the contract's hours. With the two half-timers of assembly counted full the payroll is 1.747 MF a month; paid 1.740 MF |
| children, lone parents, disability, mandates, commutes | A | quotas; no union membership is ever stored |
| the twelve of plan S5 (ages, seniorities) | A | birthdays and hire days fall in February to April, so that ages and seniorities hold from May 1999 to January 2000 |
| skills: 1 to 6 posts, median 3, quartiles 1 and 5 | A | shape of a real log (C) |
| rate_share | A; C | sd log 0.08 between operators (C); the mean time per piece of each workshop stays standard |
| G160 set-up (task setup at G160) at level 2 or more: two people, 54 and 57 | A | planted fragility. A press needs it 28 times a week for 2 h; if only these two could do it, one per crew, they would reach about 25 a week. So stations.csv asks for SETUP, which all setters have, and the fragility is read in skills.csv |
| powder spraying (task setup at PAINT): four people, two of 55 and more | A | planted fragility, read in skills.csv |

## 5. Hours and absence (`shifts.csv`, `absences.csv`)

| value | mark | source or reason |
|---|---|---|
| rosters | A | 39 h: four shifts of 8 h and one of 7 h |
| sickness of the two past years | A | 6.5, 3.5, 2.5 % by category; gamma frailty of shape 1 (C: 4 of 36 people had 34 % of the hours); spells lognormal, median 1 day, a tenth above 10 |
| one leave week a person and year, future years | A | planned, spread over each crew; the other four weeks are closures |

## 6. Scenarios (`scenarios/`)

All contents are A unless said. Agreement 25 June 1999, hours from 6 September 1999, new presses from 3 January 2000, exits on 28 January
2000. S1, S3 and S7 cut each crew into eight sub-crews, S4b and S8 into five, so that posts lose few people on a day off. S3 works 39 h in
March, June, September and October, 35 h in February, April and November, 31 h in the other months. S4 has the eleven hires in both
variants, so that only the opening differs. Presses 2.6 MF each and dies 1.2 MF (A). S6: five people who meet the early-exit rule (born
1939-40 with 160 quarters, or 56 with 168 quarters and a start before 15; A) and seven leavers (2 % a year of 180).

## 7. Other files

| file | mark | content |
|---|---|---|
| `evidence.yaml` | each entry has its own mark | published effects with range, population and source |
| `voice/questionnaire.xlsx` | A | our own items |
| `deal/` | A | opening proposals; `management_list.yaml` is the list of S5 |
| `log.csv` | A | twelve months before the reference date, written by a plain list scheduler on the tables above |
| `gaillon.xlsx` | | the same plant as one workbook |
"""


def _capacity_table() -> str:
    lines = [
        "| group | machines | rate an hour | net h a week | capacity a week | load a week | use |",
        "|---|---|---|---|---|---|---|",
    ]
    for group in GROUPS:
        load = weekly_load(group.name)
        if group.name in ("SORT", "FORK"):
            continue
        capacity = group.net_h * group.rate_h * len(group.machines)
        lines.append(
            f"| {group.name} | {len(group.machines)} | {group.rate_h:g} | {group.net_h:.1f} | "
            f"{capacity:,.0f} | {load:,.0f} | {100 * load / capacity:.1f} % |"
        )
    return "\n".join(lines) + f"\n\nOpening: {OPENING_H:g} h a week.\n"


def write(folder: Path) -> None:
    """Write SOURCES.md."""
    write_text(folder / "SOURCES.md", HEAD + _capacity_table().replace(",", " ") + REST)
