-- Every version of a book is kept whole, so that versions can be compared and one can wait for its activation.
ALTER TABLE price_book ADD COLUMN format      text NOT NULL DEFAULT 'csv';
ALTER TABLE price_book ADD COLUMN version     text NOT NULL DEFAULT '';
ALTER TABLE price_book ADD COLUMN imported_by text NOT NULL DEFAULT '';
ALTER TABLE price_book ADD COLUMN active_from timestamptz;
ALTER TABLE price_book ADD COLUMN skipped     jsonb NOT NULL DEFAULT '[]';

COMMENT ON COLUMN price_book.active_from IS 'From when its figures are in force; null until it is activated.';
COMMENT ON COLUMN price_book.skipped IS 'What of its source was no price of ours: reason, how often, first line.';

UPDATE price_book SET active_from = imported_at;

CREATE TABLE price_book_entry (
    price_book_id bigint  NOT NULL REFERENCES price_book,
    instance_type text    NOT NULL,
    component     text    NOT NULL,
    region        text    NOT NULL,
    per_hour      numeric NOT NULL CHECK (per_hour > 0),
    currency      text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    estimated     boolean NOT NULL,
    source        text    NOT NULL,
    as_of         text    NOT NULL,
    PRIMARY KEY (price_book_id, instance_type, component, region)
);

COMMENT ON TABLE price_book_entry IS 'What a version of a book says, whether it is in force or not.';

INSERT INTO price_book_entry
SELECT DISTINCT ON (price_book_id, instance_type, component, region)
       price_book_id, instance_type, component, region, per_hour, currency, estimated, source, as_of
FROM price WHERE per_hour > 0
ORDER BY price_book_id, instance_type, component, region, valid_from DESC;

CREATE TABLE instance_spec (
    instance_type text    NOT NULL PRIMARY KEY,
    vcpu          integer NOT NULL CHECK (vcpu > 0),
    memory_gib    numeric NOT NULL CHECK (memory_gib > 0),
    gpu           integer NOT NULL CHECK (gpu >= 0)
);

COMMENT ON TABLE instance_spec IS 'What an instance type has, as price books tell; the newest book wins.';
