CREATE TABLE members (
  id       bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  handle   varchar(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  email    varchar(190) NOT NULL,
  joined   datetime NOT NULL DEFAULT current_timestamp(),
  UNIQUE KEY members_email (email),
  KEY members_handle (handle)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
