INSERT INTO coupons SELECT n, 'SPRING-' || n, n % 50 + 1 FROM generate_series(1, 300) AS n;
INSERT INTO orders (customer_id, total_cents, coupon_code)
SELECT n % 2000, n % 9973, CASE WHEN n % 4 = 0 THEN 'SPRING-' || (n % 300 + 1) END
  FROM generate_series(1, 20000) AS n;
