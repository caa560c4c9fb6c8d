-- What PostgreSQL 18 brought.
CREATE TABLE shop.newest (
    room int4range, during daterange, a integer CONSTRAINT never_null NOT NULL NO INHERIT,
    plain integer NOT NULL,
    doubled integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
    CONSTRAINT newest_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS),
    CONSTRAINT hoped CHECK (a > 0) NOT ENFORCED
);
CREATE TABLE shop.stays (room int4range, during daterange,
    CONSTRAINT within FOREIGN KEY (room, PERIOD during) REFERENCES shop.newest (room, PERIOD during));
CREATE PUBLICATION generated FOR TABLE shop.pairs WITH (publish_generated_columns = stored);
