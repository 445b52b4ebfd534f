"""The bench compares what says the same: rules and conditions written by hand agree on every family and person."""

from lontar.house.bench import rules


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
