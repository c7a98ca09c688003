"""What the law room knows: rules, parameter files and families of cases, each with its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accord.errors import NeedsError
from accord.law.cases.families import families
from accord.law.facts import Fact
from accord.law.parameters import Node, ParameterFile, Version
from accord.law.records import CHECKED
from accord.law.registry import facts_of, files_of, find_rule, pack, pack_names, rules_of
from accord.law.wording import type_words, words_of
from accord.plant.values import nearest

RULE, PARAMETER, CASES = "rule", "parameter", "cases"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue: a rule, a parameter file or a family of cases."""

    id: str
    kind: str
    title_fr: str
    title_en: str
    unit: str
    status: str

    def text(self, lang: str) -> str:
        """Write the line in a language (fr, en)."""
        title = self.title_fr if lang == "fr" else self.title_en
        return f"{self.id:40} {self.kind:10} {self.status:8} {title}"

    def as_dict(self) -> dict[str, object]:
        """Give the line as plain data."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title_fr": self.title_fr,
            "title_en": self.title_en,
            "unit": self.unit,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Description:
    """A rule or parameter file with its facts and every version of its numbers."""

    entry: Entry
    facts: tuple[Fact, ...]
    files: tuple[ParameterFile, ...]

    def as_dict(self) -> dict[str, object]:
        """Give the description as plain data."""
        return {
            **self.entry.as_dict(),
            "facts": [{"fact": f.name, "type": f.type, "why": f.why} for f in self.facts],
            "parameters": [
                {"id": file.id, "title_en": file.title_en, "versions": _versions(file)}
                for file in self.files
            ],
        }

    def text(self, lang: str) -> str:
        """Write the description in a language (fr, en)."""
        is_fr = lang == "fr"
        (colon,) = words_of(lang, "colon")
        lines = [f"{self.entry.id}{colon} {self.entry.title_fr if is_fr else self.entry.title_en}"]
        for fact in self.facts:
            why = (is_fr and fact.why_fr) or fact.why
            lines.append(f"  {fact.name} ({type_words(fact.type, lang)}){colon} {why}")
        for file in self.files:
            lines.append(f"  {file.id}{colon} {file.title_fr if is_fr else file.title_en}")
            for version in file.versions:
                (status,) = words_of(lang, version.status)
                lines.append(f"    {version.since} {status}{colon} {version.article}")
                lines += [f"      {key}: {tell(node)}" for key, node in version.values.items()]
                if version.note:
                    lines.append(f"      ({version.note})")
                if version.url:
                    lines.append(f"      {version.url}")
        return "\n".join(lines)


def _versions(file: ParameterFile) -> list[dict[str, object]]:
    return [
        {
            "since": version.since.isoformat(),
            "status": version.status,
            "article": version.article,
            "url": version.url,
            "note": version.note,
            "values": dict(version.values),
        }
        for version in file.versions
    ]


def tell(node: Node) -> str:
    """Write a value of a parameter file on one line."""
    if isinstance(node, list):
        return "[" + ", ".join(tell(one) for one in node) + "]"
    if isinstance(node, dict):
        return ", ".join(f"{key}: {tell(one)}" for key, one in node.items())
    return str(node)


def _status(files: tuple[ParameterFile, ...]) -> str:
    """Give the status of the versions in force when they were read, the weakest of them."""
    last: list[Version] = [_last(file) for file in files]
    return next((v.status for v in last if v.status != CHECKED), CHECKED)


def _last(file: ParameterFile) -> Version:
    read_on = date.fromisoformat(file.versions[-1].checked_on)
    return file.on(read_on) or file.versions[-1]


def _rule_entry(id_: str) -> Entry:
    found, files = find_rule(id_), files_of(id_)
    title_fr, title_en = found.title or (files[0].title_fr, files[0].title_en)
    return Entry(id_, RULE, title_fr, title_en, found.unit, _status(files))


def _file_entry(file: ParameterFile) -> Entry:
    unit = file.versions[-1].unit
    return Entry(file.id, PARAMETER, file.title_fr, file.title_en, unit, _status((file,)))


def _family_entry(name: str, rules: tuple[str, ...]) -> Entry:
    files = tuple(file for rule in rules for file in files_of(rule))
    through = " ".join(rules)
    return Entry(name, CASES, f"cas : {through}", f"cases of {through}", "", _status(files))


def catalogue(prefix: str = "") -> list[Entry]:
    """List all that is known, by id.

    Parameters
    ----------
    prefix
        Only ids that begin so.
    """
    found: list[Entry] = []
    for name in pack_names():
        rules = rules_of(name)
        found += [_rule_entry(id_) for id_ in rules]
        found += [_file_entry(file) for id_, file in pack(name).items() if id_ not in rules]
    found += [_family_entry(name, family.rules) for name, family in families().items()]
    return sorted((e for e in found if e.id.startswith(prefix)), key=lambda e: (e.id, e.kind))


def describe(id_: str) -> Description:
    """Describe a rule, a parameter file or a family of cases.

    Raises
    ------
    NeedsError
        When there is nothing of that id.
    """
    name = id_.partition(".")[0]
    if id_ in rules_of(name):
        return Description(_rule_entry(id_), facts_of(id_), files_of(id_))
    file = pack(name).get(id_)
    if file is not None:
        return Description(_file_entry(file), file.facts, (file,))
    known = families()
    if id_ in known:
        rules = known[id_].rules
        files = {file.id: file for rule in rules for file in files_of(rule)}
        facts = {fact.name: fact for rule in rules for fact in facts_of(rule)}
        entry = _family_entry(id_, rules)
        return Description(entry, tuple(facts.values()), tuple(files.values()))
    raise nothing_called(id_)


def nothing_called(id_: str) -> NeedsError:
    """Give the error for an id that nothing has, with the nearest one or those that begin so."""
    ids = [entry.id for entry in catalogue()]
    begun = [other for other in ids if other.startswith(f"{id_}.")]
    name = id_.partition(".")[0]
    where = id_ if begun else name if name in pack_names() else ""
    near = "" if begun else nearest(id_, ids)
    hint = f"did you mean {near!r}? " if near else ""
    command = f"accord law list {where}".strip()
    return NeedsError(
        f"no rule, parameter or family {id_!r}: {hint}`{command}` lists what there is"
    )
