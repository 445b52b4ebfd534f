"""The tree: as others compute it, every proof verifies, every changed bit fails."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lontar.science import proofs
from lontar.science.proofs import consistency_proof, inclusion_proof, is_consistent, is_included, node_of

# The leaves, roots and proofs that implementations of RFC 6962 and 9162 test each other by (certificate-transparency).
LEAVES = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[4],
    ],
    (2, 3): [ROOTS[2]],
    (1, 5): [
        ROOTS[1],
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): INCLUSION[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[4],
    ],
    (2, 5): INCLUSION[1, 5][1:],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        ROOTS[4],
    ],
}


def run_of(count):
    """The hashes of that many different leaves."""
    return proofs.leaf_hashes(f"leaf {number}".encode() for number in range(count))


ALL = run_of(64)
NODE = node_of(ALL)


def by_definition(entries):
    """MTH exactly as RFC 9162 writes it, for comparing."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\1" + by_definition(entries[:k]) + by_definition(entries[k:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out(size):
    assert proofs.tree_root(proofs.leaf_hashes(LEAVES[:size])).hex() == ROOTS[size]
    assert proofs.root_at(size, node_of(proofs.leaf_hashes(LEAVES))).hex() == ROOTS[size]


def test_the_published_proofs_come_out():
    node = node_of(proofs.leaf_hashes(LEAVES))
    for (index, size), path in INCLUSION.items():
        assert [step.hex() for step in inclusion_proof(index, size, node)] == path
    for (first, second), path in CONSISTENCY.items():
        assert [step.hex() for step in consistency_proof(first, second, node)] == path


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=70))
def test_level_by_level_gives_the_root_of_the_definition(entries):
    assert proofs.tree_root(proofs.leaf_hashes(entries)) == by_definition(entries)


def test_every_leaf_of_every_tree_up_to_64_is_proven_and_no_other():
    for size in range(1, 65):
        root = proofs.root_at(size, NODE)
        for index in range(size):
            path = inclusion_proof(index, size, NODE)
            assert is_included(NODE(0, index), index, size, path, root)
            assert not is_included(NODE(0, (index + 1) % 64), index, size, path, root)
            assert not is_included(NODE(0, index), index, size, [*path, root], root)
            assert not path or not is_included(NODE(0, index), index, size, path[:-1], root)


def test_every_pair_of_trees_up_to_64_is_proven_to_agree_and_no_other_root():
    roots = [proofs.root_at(size, NODE) for size in range(65)]
    for second in range(1, 65):
        for first in range(1, second + 1):
            path = consistency_proof(first, second, NODE)
            assert is_consistent(first, second, roots[first], roots[second], path)
            assert not is_consistent(first, second, roots[first - 1], roots[second], path)
            assert not is_consistent(first, second, roots[first], roots[first - 1], path)
            assert not is_consistent(first, second, roots[first], roots[second], [*path, roots[1]])


def flipped(value, bit):
    at, inside = divmod(bit % (len(value) * 8), 8)
    return value[:at] + bytes([value[at] ^ (1 << inside)]) + value[at + 1 :]


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 64), st.integers(0, 63), st.integers(0, 8), st.integers(0, 255))
def test_a_changed_bit_anywhere_fails_a_proof_of_inclusion(size, index, where, bit):
    index %= size
    root, leaf, path = proofs.root_at(size, NODE), NODE(0, index), inclusion_proof(index, size, NODE)
    parts = [leaf, root, *path]
    parts[where % len(parts)] = flipped(parts[where % len(parts)], bit)
    leaf, root, *path = parts
    assert not is_included(leaf, index, size, path, root)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 64), st.integers(1, 64), st.integers(0, 9), st.integers(0, 255))
def test_a_changed_bit_anywhere_fails_a_proof_of_consistency(one, other, where, bit):
    first, second = sorted((one, other))
    parts = [proofs.root_at(first, NODE), proofs.root_at(second, NODE), *consistency_proof(first, second, NODE)]
    parts[where % len(parts)] = flipped(parts[where % len(parts)], bit)
    old, new, *path = parts
    assert not is_consistent(first, second, old, new, path)


@pytest.mark.parametrize(
    ("index", "size", "path"), [(0, 0, []), (5, 5, []), (-1, 5, []), (0, 1, [b"short"]), (0, 2**63, [ALL[:32]] * 200)]
)
def test_impossible_proofs_of_inclusion_are_no_proofs(index, size, path):
    assert not is_included(ALL[:32], index, size, path, ALL[:32])


@pytest.mark.parametrize(("first", "second"), [(0, 5), (5, 4), (3, 5), (2, 2**62)])
def test_impossible_proofs_of_consistency_are_no_proofs(first, second):
    assert not is_consistent(first, second, ALL[:32], ALL[:32], [])


def test_nothing_is_proven_of_what_is_not_there():
    with pytest.raises(ValueError, match="has no leaf 3"):
        inclusion_proof(3, 3, NODE)
    for first, second in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no proof"):
            consistency_proof(first, second, NODE)


def stored(batches):
    """A tree grown in batches, and a node that is read from its tiles alone, as the database keeps them."""
    tree, tiles, given = proofs.GrowingTree(), {}, b""
    for count in batches:
        at = len(given) // 32
        hashes = b"".join(proofs.leaf_hash(f"leaf {number}".encode()) for number in range(at, at + count))
        given += hashes
        tiles |= {(level, index): tile for level, index, tile in tree.append(hashes)}

    def node(level, index):
        tile_level = level // proofs.TILE_LEVELS
        at = (index << level % proofs.TILE_LEVELS) // proofs.TILE_WIDTH
        return proofs.node_in_tile(tiles.get((tile_level, at), tree.tails[tile_level]), level, index)

    return tree, tiles, node, given


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_tree_grown_in_batches_has_the_root_and_the_proofs_of_the_whole(batches, dice):
    tree, _tiles, node, given = stored(batches)
    assert tree.size == sum(batches)
    assert tree.root() == proofs.tree_root(given) == proofs.root_at(tree.size, node)
    index, first = dice.randrange(tree.size), dice.randrange(tree.size) + 1
    assert inclusion_proof(index, tree.size, node) == inclusion_proof(index, tree.size, node_of(given))
    assert consistency_proof(first, tree.size, node) == consistency_proof(first, tree.size, node_of(given))


def test_tiles_above_the_first_level_are_full_when_65536_leaves_are_there():
    tree, tiles, node, given = stored([300, 65_300, 1_000])
    assert {level for level, _index in tiles} == {0, 1}
    assert [len(tail) // 32 for tail in tree.tails] == [proofs.tail_length(66_600, level) for level in range(3)]
    again = proofs.GrowingTree(tree.size, tree.tails)
    assert again.root() == proofs.tree_root(given)
    assert inclusion_proof(65_700, 66_600, node) == inclusion_proof(65_700, 66_600, node_of(given))


def test_a_tree_is_not_taken_up_again_with_tails_of_another_size():
    tree, *_rest = stored([300])
    with pytest.raises(ValueError, match="does not belong"):
        proofs.GrowingTree(299, tree.tails)
    with pytest.raises(ValueError, match="does not hold node"):
        proofs.node_in_tile(tree.tails[0], 0, 255)
