INSERT INTO members (handle, email)
SELECT CONCAT('Member-', seq), CONCAT('member', seq, '@example.com') FROM seq_1_to_20000;
