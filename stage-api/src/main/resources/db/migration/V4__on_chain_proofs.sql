-- A proof may go on to one that a blockchain's contract checks, with a key set; or begin with the final proof of another.

-- The database has named the check of V1, each kind of database in its own way.
SET @old_check = (
  SELECT constraint_name FROM information_schema.check_constraints
  WHERE constraint_schema = DATABASE() AND check_clause LIKE '%EXECUTE%' AND check_clause LIKE '%STARK%');
SET @drop_old_check = CONCAT('ALTER TABLE proof DROP CONSTRAINT `', @old_check, '`');
PREPARE drop_old_check FROM @drop_old_check;
EXECUTE drop_old_check;
DEALLOCATE PREPARE drop_old_check;

ALTER TABLE proof
  ADD COLUMN key_set    CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER target,
  ADD COLUMN from_proof CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER key_set,
  ADD CONSTRAINT target_is_known CHECK (target IN ('EXECUTE', 'SEGMENTS', 'STARK', 'SNARK')),
  ADD CONSTRAINT on_chain_proofs_have_a_key_set CHECK ((target = 'SNARK') = (key_set IS NOT NULL)),
  ADD CONSTRAINT only_on_chain_proofs_begin_with_another CHECK (from_proof IS NULL OR target = 'SNARK'),
  ADD CONSTRAINT from_proof_exists FOREIGN KEY (from_proof) REFERENCES proof (id);

ALTER TABLE task
  -- How far a long attempt says that it is.
  ADD COLUMN phase       VARCHAR(100) NULL,
  ADD COLUMN phases_done INT          NULL,
  ADD COLUMN phases      INT          NULL,
  -- What a ready task is not given to a function for, in words.
  ADD COLUMN waiting_for VARCHAR(500) NULL,
  ADD CONSTRAINT phases_are_known_together CHECK (
    (phase IS NULL) = (phases_done IS NULL) AND (phase IS NULL) = (phases IS NULL)),
  ADD CONSTRAINT only_attempts_have_phases CHECK (phase IS NULL OR state = 'LEASED'),
  ADD CONSTRAINT only_ready_tasks_wait_for_a_function CHECK (waiting_for IS NULL OR state = 'READY');
