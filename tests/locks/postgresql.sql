-- The schema that postgresql.forms are about: every table plays the part of one that was measured.
CREATE TYPE condition AS ENUM ('damaged', 'intact');
CREATE DOMAIN grade AS integer;
CREATE DOMAIN positive AS integer CHECK (VALUE >= 0);
CREATE DOMAIN required AS integer NOT NULL;
CREATE TABLE depot (id bigint PRIMARY KEY, contact text, title varchar(50));
CREATE TABLE carrier (id bigint PRIMARY KEY);
CREATE TABLE parcel (
    id integer PRIMARY KEY,
    weight integer,
    label text,
    code varchar(10),
    long_code varchar(20),
    any_code varchar,
    price numeric(10,2),
    amount numeric,
    seen timestamp,
    seen_at timestamptz,
    seen_coarse timestamp(3),
    depot_id bigint,
    stage integer NOT NULL DEFAULT 0,
    spare integer,
    checked integer,
    unchecked integer,
    raw json,
    document jsonb,
    state condition,
    network cidr,
    bits varbit(8),
    duration interval(3),
    quality grade,
    mark char(5),
    old_note integer,
    size_class smallint,
    carrier_id bigint,
    ratio real,
    shown integer,
    slot integer,
    remark text
);
CREATE INDEX parcel_weight ON parcel (weight);
CREATE UNIQUE INDEX parcel_label_unique ON parcel (label);
CREATE UNIQUE INDEX parcel_weight_unique ON parcel (weight);
CREATE UNIQUE INDEX parcel_spare_unique ON parcel (spare, id);
CREATE UNIQUE INDEX parcel_stage_unique ON parcel (stage, id);
CREATE INDEX parcel_code ON parcel (code);
CREATE INDEX parcel_slot ON parcel (slot);
CREATE INDEX parcel_priced ON parcel (price) WHERE stage > 0;
CREATE INDEX parcel_seen ON parcel (seen);
ALTER TABLE parcel ADD CONSTRAINT parcel_checked_known CHECK (checked IS NOT NULL);
ALTER TABLE parcel ADD CONSTRAINT parcel_unchecked_known CHECK (unchecked IS NOT NULL) NOT VALID;
ALTER TABLE parcel ADD CONSTRAINT parcel_weighs CHECK (weight > 0);
ALTER TABLE parcel ADD CONSTRAINT parcel_depot FOREIGN KEY (depot_id) REFERENCES depot (id);
ALTER TABLE parcel ADD CONSTRAINT parcel_carrier FOREIGN KEY (carrier_id) REFERENCES carrier (id) NOT VALID;
CREATE TABLE handover (id integer PRIMARY KEY, parcel_id integer REFERENCES parcel (id));
CREATE TABLE draft (id integer PRIMARY KEY, weight integer);
CREATE VIEW parcel_board AS SELECT id, shown FROM parcel;
CREATE MATERIALIZED VIEW parcel_digest AS SELECT id, shown FROM parcel;
CREATE UNIQUE INDEX parcel_digest_id ON parcel_digest (id);
CREATE SEQUENCE parcel_number;
ALTER SEQUENCE parcel_number OWNED BY parcel.id;
CREATE TABLE event (id integer NOT NULL, happened date NOT NULL) PARTITION BY RANGE (happened);
CREATE TABLE event_2020 PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE event_2021 PARTITION OF event FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE event_2022 (id integer NOT NULL, happened date NOT NULL);
CREATE TABLE event_proved (
    id integer NOT NULL,
    happened date NOT NULL,
    CONSTRAINT event_proved_range CHECK (happened >= '2022-01-01' AND happened < '2023-01-01')
);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE FUNCTION next_slot() RETURNS integer LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';
CREATE FUNCTION this_slot() RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN 1; END';
CREATE FUNCTION sql_slot() RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT 1';
CREATE TRIGGER parcel_stamp BEFORE INSERT ON parcel FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TABLE thing (id integer, weight integer);
CREATE TABLE special_thing () INHERITS (thing);
CREATE RULE carrier_rule AS ON UPDATE TO carrier DO ALSO NOTHING;
CREATE POLICY carrier_policy ON carrier USING (true);
CREATE TABLE memo (id integer PRIMARY KEY, body text);
CREATE STATISTICS parcel_mix ON weight, stage FROM parcel;
CREATE PUBLICATION feed;
CREATE TABLE log (id integer NOT NULL, happened date NOT NULL) PARTITION BY RANGE (happened);
CREATE TABLE log_2020 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE log_rest PARTITION OF log DEFAULT;
CREATE TABLE invoice (id integer NOT NULL, happened date NOT NULL, PRIMARY KEY (id, happened)) PARTITION BY RANGE (happened);
CREATE TABLE invoice_2020 PARTITION OF invoice FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
