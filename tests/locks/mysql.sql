-- The schema that mysql.forms are about: every table plays the part of one that was measured.
CREATE TABLE depot (id int PRIMARY KEY, contact int) ENGINE=InnoDB;
CREATE TABLE parcel (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    weight int,
    stage int NOT NULL DEFAULT 0,
    code varchar(10),
    title varchar(60),
    long_title varchar(100),
    remark text,
    pieces int unsigned,
    state enum('damaged','intact'),
    tags set('fragile','heavy'),
    price decimal(10,2),
    seen timestamp NULL,
    arrived datetime,
    mark char(5),
    carrier_id bigint,
    counted int NOT NULL,
    rank_of int DEFAULT 1,
    seal varbinary(10),
    old_name varchar(10) CHARACTER SET latin1,
    part int NOT NULL,
    depot_id int,
    KEY parcel_weight (weight),
    UNIQUE KEY parcel_stage (id, stage),
    KEY parcel_code (code),
    KEY parcel_depot (depot_id)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE handover (
    id int PRIMARY KEY,
    depot_id int,
    KEY (depot_id),
    CONSTRAINT handover_depot FOREIGN KEY (depot_id) REFERENCES depot (id)
) ENGINE=InnoDB;
CREATE TABLE stop (
    id int PRIMARY KEY,
    depot_id int,
    KEY (depot_id),
    CONSTRAINT stop_depot FOREIGN KEY (depot_id) REFERENCES depot (id) ON DELETE CASCADE
) ENGINE=InnoDB;
CREATE TABLE heap (id int NOT NULL, weight int) ENGINE=InnoDB;
CREATE TABLE event (id int NOT NULL, year_of int NOT NULL, PRIMARY KEY (id, year_of)) ENGINE=InnoDB
    PARTITION BY RANGE (year_of) (PARTITION early VALUES LESS THAN (10), PARTITION late VALUES LESS THAN (20));
CREATE TABLE bucket (id int NOT NULL PRIMARY KEY) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 2;
CREATE TABLE manual (id int PRIMARY KEY, remark text, FULLTEXT KEY manual_words (remark)) ENGINE=InnoDB;
CREATE TABLE load_of (id int PRIMARY KEY, weight int, CONSTRAINT load_weighs CHECK (weight > 0)) ENGINE=InnoDB;
CREATE TABLE place (id int PRIMARY KEY, area geometry NOT NULL) ENGINE=InnoDB;
CREATE TABLE packed (id int PRIMARY KEY, weight int) ENGINE=InnoDB ROW_FORMAT=COMPRESSED;
CREATE TABLE shape (id int PRIMARY KEY, kind enum('box','tube','bag')) ENGINE=InnoDB;
CREATE TABLE plain (id int PRIMARY KEY, weight int) ENGINE=InnoDB;
CREATE TABLE event_copy (id int NOT NULL, year_of int NOT NULL, PRIMARY KEY (id, year_of)) ENGINE=InnoDB;
