INSERT INTO articles (title, body)
SELECT 'Article ' || n, repeat('word ', n % 50 + 1) FROM generate_series(1, 2000) AS n;
