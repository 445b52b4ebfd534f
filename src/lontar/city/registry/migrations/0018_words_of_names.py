"""Search by the words of a name instead of by its trigrams.

A city of half a million has some ten thousand different words in its names. What was typed is looked for among those,
as it stands, inside a longer word, or with a slip of the finger; then an index from words to persons finds who bears
them. The index has a sixth of the entries that trigrams had, and a typing error costs a few milliseconds.
`registry_word` belongs to these functions alone: the app may not read it, and whoever is found stands inside the
acting officer's places.
"""

import django.contrib.postgres.indexes
from django.db import migrations
from django.db.migrations.operations import RunSQL

from lontar.city.registry.models.people import Words

WORDS = """
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
CREATE TABLE registry_word (word text PRIMARY KEY);
REVOKE ALL ON registry_word FROM lontar_app;
ALTER TABLE registry_word ENABLE ROW LEVEL SECURITY;
INSERT INTO registry_word
    SELECT DISTINCT w FROM registry_person, unnest(string_to_array(name_key::text, ' ')) w WHERE w <> '';

CREATE FUNCTION registry_learn_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO registry_word
            SELECT DISTINCT w FROM new_rows, unnest(string_to_array(name_key::text, ' ')) w WHERE w <> '' ORDER BY w
            ON CONFLICT DO NOTHING;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO registry_word
            SELECT DISTINCT w FROM new_rows n JOIN old_rows o USING (id),
                unnest(string_to_array(n.name_key::text, ' ')) w
            WHERE n.name_key <> o.name_key AND w <> '' ORDER BY w
            ON CONFLICT DO NOTHING;
    END IF;
    -- What nobody is called any more is forgotten.
    DELETE FROM registry_word gone USING (
        SELECT DISTINCT w FROM old_rows, unnest(string_to_array(name_key::text, ' ')) w) former
    WHERE gone.word = former.w AND NOT EXISTS (
        SELECT FROM registry_person p WHERE string_to_array(p.name_key::text, ' ') @> ARRAY[gone.word]);
    RETURN NULL;
END $$;
CREATE TRIGGER words_come AFTER INSERT ON registry_person REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_learn_words();
CREATE TRIGGER words_change AFTER UPDATE ON registry_person REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_learn_words();
CREATE TRIGGER words_go AFTER DELETE ON registry_person REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION registry_learn_words();
"""
NO_WORDS = """
DROP TRIGGER words_come ON registry_person; DROP TRIGGER words_change ON registry_person;
DROP TRIGGER words_go ON registry_person; DROP FUNCTION registry_learn_words(); DROP TABLE registry_word
"""

SEARCH = """
-- Words that hold what was typed, the shortest first; what was typed is always among them.
CREATE FUNCTION registry_words_with(typed text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT array_append(array_agg(word), typed) FROM (
        SELECT word FROM registry_word WHERE strpos(word, typed) > 0 ORDER BY length(word), word LIMIT 400) found
$$;
-- Words at most one slip away, two for a long word; two letters that changed places are one slip.
CREATE FUNCTION registry_words_near(typed text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH slip AS (SELECT CASE WHEN length(typed) < 4 THEN 0 WHEN length(typed) < 7 THEN 1 ELSE 2 END AS most),
    swapped AS (SELECT overlay(typed PLACING substr(typed, at + 1, 1) || substr(typed, at, 1) FROM at FOR 2) AS word
                FROM generate_series(1, length(typed) - 1) at)
    SELECT array_append(array_agg(word), typed) FROM (
        SELECT w.word FROM registry_word w, slip
        WHERE (length(w.word) BETWEEN length(typed) - slip.most AND length(typed) + slip.most
               AND levenshtein_less_equal(w.word, typed, slip.most) <= slip.most)
           OR w.word IN (SELECT word FROM swapped)
        ORDER BY levenshtein(w.word, typed), w.word LIMIT 60) found
$$;
-- Persons in the officer's places whose name has a word of each set.
CREATE FUNCTION registry_persons_with(sets jsonb, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    places int8multirange := lontar_places();
    condition text;
BEGIN
    SELECT string_agg(format('string_to_array(p.name_key::text, '' '') && ARRAY(SELECT jsonb_array_elements_text($1->%s))', n), ' AND ')
        INTO condition FROM generate_series(0, jsonb_array_length(sets) - 1) n;
    -- Planned with the values: one ward is read by its own index, the whole city by the words.
    RETURN QUERY EXECUTE format('SELECT p.id FROM registry_person p WHERE %s
        AND p.place_id >= $2 AND p.place_id < $3 AND p.place_id <@ $4 LIMIT $5', condition)
        USING sets, lower(places), upper(places), places, most;
END $$;
CREATE OR REPLACE FUNCTION registry_families_of_name(words text[], most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    persons bigint[];
BEGIN
    persons := ARRAY(SELECT registry_persons_with(
        (SELECT jsonb_agg(registry_words_with(word)) FROM unnest(words) word), most));
    IF cardinality(persons) = 0 THEN
        -- Nobody is called so: perhaps a finger slipped.
        persons := ARRAY(SELECT registry_persons_with(
            (SELECT jsonb_agg(registry_words_near(word)) FROM unnest(words) word), most));
    END IF;
    RETURN QUERY SELECT DISTINCT m.family_id FROM registry_membership m
        WHERE m.person_id = ANY (persons) AND m.until IS NULL AND m.place_id <@ (SELECT lontar_places());
END $$;
-- Persons who may be meant by a name: two of its words at least, or all where there are fewer.
CREATE OR REPLACE FUNCTION registry_people_like(wanted text, born date, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    words text[] := ARRAY(SELECT DISTINCT w FROM unnest(string_to_array(wanted, ' ')) w WHERE length(w) > 1 LIMIT 6);
    pairs jsonb;
BEGIN
    SELECT CASE WHEN cardinality(words) < 2 THEN jsonb_build_array(jsonb_build_array(registry_words_near(words[1])))
        ELSE (SELECT jsonb_agg(jsonb_build_array(a.near, b.near))
              FROM (SELECT n, registry_words_near(w) AS near FROM unnest(words) WITH ORDINALITY x(w, n)) a
              JOIN (SELECT n, registry_words_near(w) AS near FROM unnest(words) WITH ORDINALITY x(w, n)) b ON a.n < b.n)
        END INTO pairs;
    RETURN QUERY SELECT p.id FROM registry_person p
        WHERE p.id IN (SELECT registry_persons_with(pair, 2000) FROM jsonb_array_elements(pairs) pair)
          AND p.merged_into_id IS NULL
        ORDER BY (p.birth_date = born) DESC NULLS LAST, similarity(p.name_key, wanted) DESC, p.id LIMIT most;
END $$;
REVOKE ALL ON FUNCTION registry_words_with(text), registry_words_near(text), registry_persons_with(jsonb, integer),
    registry_families_of_name(text[], integer), registry_people_like(text, date, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_families_of_name(text[], integer), registry_people_like(text, date, integer)
    TO lontar_app;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_periods_at_once")]
    operations = [
        migrations.RemoveIndex("person", "registry_person_name"),
        migrations.AddIndex(
            "person", django.contrib.postgres.indexes.GinIndex(Words("name_key"), name="registry_person_words")
        ),
        RunSQL(WORDS, NO_WORDS),
        RunSQL(SEARCH),
    ]
