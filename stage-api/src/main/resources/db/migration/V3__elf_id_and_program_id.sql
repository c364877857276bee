-- Each id has one name: elf_id is the SHA-256 of an ELF, program_id the engine's commitment to the program made of it. What
-- proves is a function.

-- It names columns that are renamed.
ALTER TABLE proof DROP CONSTRAINT read_is_what_was_sent;

ALTER TABLE proof
  RENAME COLUMN program_sha256 TO elf_id,
  RENAME COLUMN program_size TO elf_size,
  RENAME COLUMN read_program_sha256 TO read_elf_id,
  RENAME COLUMN read_program_size TO read_elf_size,
  RENAME COLUMN max_provers TO max_functions;

-- The program that a function has loaded, and how many proofs its engine's aggregation takes in each layer: NULL until known. A run
-- that ends otherwise than with exit status 0 is a failure, so there is no other status to keep.
ALTER TABLE proof
  DROP COLUMN exit_status,
  ADD COLUMN program_id      CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER read_public_size,
  ADD COLUMN leaf_arity      INT    NULL AFTER program_id,
  ADD COLUMN internal_arity  INT    NULL AFTER leaf_arity,
  ADD COLUMN recursive_arity INT    NULL AFTER internal_arity,
  ADD COLUMN cycles_so_far   BIGINT NULL AFTER run_ended;

-- What all engines had until functions said it.
UPDATE proof SET leaf_arity = 4, internal_arity = 3, recursive_arity = 3 WHERE segments > 0;

ALTER TABLE proof
  ADD CONSTRAINT read_is_what_was_sent CHECK (
    read_elf_id IS NULL
    OR (read_elf_id <=> elf_id AND read_elf_size <=> elf_size
      AND read_stdin_sha256 <=> stdin_sha256 AND read_stdin_size <=> stdin_size
      AND read_public_sha256 <=> public_sha256 AND read_public_size <=> public_size)),
  ADD CONSTRAINT arities_are_known_together CHECK (
    (leaf_arity IS NULL) = (internal_arity IS NULL) AND (leaf_arity IS NULL) = (recursive_arity IS NULL)),
  ADD CONSTRAINT segments_have_arities CHECK (segments = 0 OR leaf_arity IS NOT NULL);

ALTER TABLE task RENAME COLUMN max_provers TO max_functions;

RENAME TABLE program TO elf;
