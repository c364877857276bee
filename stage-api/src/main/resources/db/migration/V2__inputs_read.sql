-- What the function that ran a proof's program had in its memory; NULL until one has said so. It is no other than what was
-- sent, or the attempt does not count.
ALTER TABLE proof
  ADD COLUMN read_program_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER public_size,
  ADD COLUMN read_program_size   BIGINT   NULL AFTER read_program_sha256,
  ADD COLUMN read_stdin_sha256   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER read_program_size,
  ADD COLUMN read_stdin_size     BIGINT   NULL AFTER read_stdin_sha256,
  ADD COLUMN read_public_sha256  CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER read_stdin_size,
  ADD COLUMN read_public_size    BIGINT   NULL AFTER read_public_sha256,
  ADD CONSTRAINT read_is_what_was_sent CHECK (
    read_program_sha256 IS NULL
    OR (read_program_sha256 <=> program_sha256 AND read_program_size <=> program_size
      AND read_stdin_sha256 <=> stdin_sha256 AND read_stdin_size <=> stdin_size
      AND read_public_sha256 <=> public_sha256 AND read_public_size <=> public_size));
