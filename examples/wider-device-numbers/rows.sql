INSERT INTO meters SELECT n, 'Street ' || n FROM generate_series(1, 100) AS n;
INSERT INTO readings (meter_id, device, taken_at, kwh)
SELECT n % 100 + 1, 700000 + n % 130, timestamptz '2026-01-01' + n * interval '15 minutes', n % 997 / 10.0
  FROM generate_series(1, 20000) AS n;
