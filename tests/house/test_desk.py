"""The first page and the way through the house."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "label"), [("/keluarga/", "Keluarga"), ("/keluarga/impor/", "Impor"), ("/meja/", "Hari ini")]
)
def test_the_menu_marks_one_place_and_it_is_where_one_is(sign_in, yohanes, path, label):
    items = sign_in(yohanes).get(path).context["navigation"]
    assert [item.label for item in items if item.current] == [label]
