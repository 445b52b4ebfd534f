"""The bench compares what says the same: rules and conditions written by hand agree on every family and person."""

import numpy as np

from lontar.house.bench import conditions, rules


def test_the_sixteen_programmes_say_by_rule_what_they_say_by_hand():
    families, members = rules.made_up(3_000, seed=7)
    found = rules.rulings()
    assert len(found) == 16
    theirs = rules.by_hand(families, members)
    assert sorted(found) == sorted(theirs)
    for name, ruling in found.items():
        keys = list(ruling.keys)
        told = rules.by_rule(ruling, families, members).select(*keys, "verdict").sort(keys)
        by_hand = theirs[name].select(*keys, "verdict").sort(keys)
        differing = told.join(by_hand, on=keys).filter(told["verdict"] != by_hand["verdict"])
        assert told.equals(by_hand), (name, differing.head(3))
        if name not in ("rastrada-blitar", "uep", "fakir-miskin"):
            assert told["verdict"].n_unique() > 1, name


def test_the_thirty_conditions_say_by_rule_what_they_say_in_bare_arrays():
    one, data = conditions.ruling(), conditions.made_up(2_000, seed=7)
    assert len(conditions.CONDITIONS) == 30
    told = conditions.judged(one, data)
    signs = {"<=": np.less_equal, "<": np.less, "=": np.equal, ">=": np.greater_equal, ">": np.greater}
    met = [
        signs[sign](data[name], value) if sign in signs else data[name] if sign == "yes" else ~data[name]
        for name, sign, value in conditions.CONDITIONS
    ]
    whole = np.any([first & second for first, second in zip(met[::2], met[1::2], strict=True)], axis=0)
    assert (told["verdict"] == "qualifies").to_list() == whole.tolist()
    assert 0 < whole.sum() < 2_000
    assert told["step_3"].to_list() == met[2].tolist()
