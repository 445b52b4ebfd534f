"""Random rules and random families, for the property tests of the two readings."""

from datetime import date

from hypothesis import strategies as st

from lontar.science.eligibility import terms as t
from lontar.science.eligibility.components import Counted, amount_of
from lontar.science.eligibility.rulebook import DatedCondition, Gives, Period, Rule, Ruling
from lontar.science.eligibility.vocabulary import Field, Spoken
from lontar.science.eligibility.words import VOCABULARY

ON = date(2026, 11, 22)
COMPARISONS = st.sampled_from(["<", "<=", "=", "!=", ">=", ">"])
POOR = Field("poor", "family", "flag", Spoken("miskin", "poor"))
FAMILY_NUMBERS = [VOCABULARY["decile"], VOCABULARY["size"]]
MEMBER_NUMBERS = [VOCABULARY["age"], VOCABULARY["age_months"]]
PERSON_NUMBERS = [*FAMILY_NUMBERS, *MEMBER_NUMBERS]
CHOICES = [VOCABULARY["sex"], VOCABULARY["relation"]]


@st.composite
def words_of(draw, field):
    some = draw(st.lists(st.sampled_from(list(field.choices)), min_size=1, max_size=2, unique=True))
    negated = draw(st.booleans()) and len(some) == 1
    return t.OneOf(field, tuple(some), negated)


def ranges():
    pair = st.tuples(st.integers(-5, 70), st.integers(0, 20)).map(lambda p: (p[0], p[0] + p[1]))
    return st.lists(pair, min_size=1, max_size=3).map(tuple)


wholes = st.integers(-3, 70).map(t.Whole)


def numbers(fields, members=None):
    leaves = [wholes, st.sampled_from(fields).map(t.Found)]
    if members is not None:
        leaves += [st.builds(t.Count, members), *([st.builds(t.OneIf, members)] if fields is PERSON_NUMBERS else [])]
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.one_of(
            st.builds(t.Plus, inner, inner),
            st.builds(t.Minus, inner, inner),
            st.builds(t.Least, inner, inner),
            st.builds(t.Most, inner, inner),
            st.builds(t.Times, inner, st.integers(-4, 4).map(t.Whole)),
            st.builds(t.Over, inner, st.integers(1, 5).map(t.Whole)),
        ),
        max_leaves=4,
    )


def tree(leaves):
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(t.Denied, inner),
            st.lists(inner, min_size=2, max_size=3).map(tuple).map(t.All),
            st.lists(inner, min_size=2, max_size=3).map(tuple).map(t.Any),
        ),
        max_leaves=5,
    )


days = st.dates(date(1900, 1, 1), date(2027, 12, 31))
member_conditions = tree(
    st.one_of(
        st.builds(t.Compare, numbers(MEMBER_NUMBERS), COMPARISONS, numbers(MEMBER_NUMBERS)),
        st.builds(t.Within, numbers(MEMBER_NUMBERS), ranges()),
        st.builds(t.Dated, st.just(VOCABULARY["birth_date"]), COMPARISONS, days),
        st.sampled_from(CHOICES).flatmap(words_of),
        st.builds(t.Holds, st.just(VOCABULARY["disabled"])),
    )
)
family_numbers = numbers(FAMILY_NUMBERS, member_conditions)
asked_of_a_family = st.one_of(
    st.builds(t.Compare, family_numbers, COMPARISONS, family_numbers),
    st.builds(t.Within, family_numbers, ranges()),
    st.builds(t.Dated, st.just(VOCABULARY["decile_on"]), COMPARISONS, days),
    st.builds(t.Holds, st.just(POOR)),
    st.builds(t.NotKnown),
    st.builds(t.Some, member_conditions),
    st.builds(t.Every, member_conditions),
)
conditions = tree(asked_of_a_family)
person_numbers = numbers(PERSON_NUMBERS, member_conditions)
person_conditions = tree(
    st.one_of(asked_of_a_family, member_conditions, st.builds(t.Compare, person_numbers, COMPARISONS, person_numbers))
)


def ruling(condition, amount, decided_by="city", applies_to="family", components=()):
    """A ruling around a condition, without a file."""
    since = DatedCondition("", Period(date(2020, 1, 1)), "acak", "made_up", 1)
    spoken = Spoken("aturan acak", "random rule")
    gives = Gives("1", (), "", "month", spoken, 1)
    rule = Rule("random", spoken, decided_by, "city", "", spoken, (), (since,), gives, "", applies_to)
    return Ruling(rule, ON, condition, amount, "2020-01-01/random", since, components)


def counted_ruling(condition, parts, most, decided_by):
    """A ruling that pays components, the best paid up to a limit."""
    components = tuple(
        Counted(Spoken("bagian", "part"), t.Least(t.Count(who), t.Whole(limit)), rupiah) for who, limit, rupiah in parts
    )
    return ruling(
        condition, amount_of(components, "most" if most else "", {"most": most}), decided_by, components=components
    )


deciders = st.sampled_from(["city", "ministry"])
of_components = st.builds(
    counted_ruling,
    conditions,
    st.lists(st.tuples(member_conditions, st.integers(1, 3), st.integers(1, 5)), min_size=1, max_size=3),
    st.integers(0, 4),
    deciders,
)
rulings = st.one_of(st.builds(ruling, conditions, st.one_of(st.none(), family_numbers), deciders), of_components)
person_rulings = st.builds(ruling, person_conditions, st.one_of(st.none(), person_numbers), deciders, st.just("person"))


def maybe(strategy):
    return st.one_of(st.none(), strategy)


members = st.fixed_dictionaries(
    {
        # Both sides of a birthday, of leap days and of today must be met often.
        "birth_date": maybe(
            st.one_of(
                st.dates(date(1900, 1, 1), date(2027, 12, 31)),
                st.sampled_from([date(1966, 11, 22), date(1966, 11, 23), date(2024, 2, 29), ON, date(2026, 11, 23)]),
            )
        ),
        "sex": maybe(st.sampled_from(["L", "P", "?"])),
        "relation": maybe(st.sampled_from(["head", "child", "spouse", "cousin"])),
        "disabled": maybe(st.booleans()),
    }
)
families = st.fixed_dictionaries(
    {
        "decile": maybe(st.integers(-1, 12)),
        "decile_on": maybe(days),
        "size": maybe(st.integers(0, 70)),
        "poor": maybe(st.booleans()),
    }
)
cities = st.lists(st.tuples(families, st.lists(members, max_size=4)), min_size=1, max_size=8)
