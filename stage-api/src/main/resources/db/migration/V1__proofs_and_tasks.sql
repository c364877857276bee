-- Times are UTC. Runs on MySQL 8 and MariaDB 10.6 or newer.

-- ELFs that lie in the object store, complete.
CREATE TABLE program (
  elf_id      CHAR(64)    NOT NULL PRIMARY KEY,
  size        BIGINT      NOT NULL CHECK (size > 0),
  created_at  DATETIME(3) NOT NULL
) CHARACTER SET ascii COLLATE ascii_bin;

CREATE TABLE proof (
  id                 CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  request_digest     CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  target             VARCHAR(16) NOT NULL,
  program_sha256     CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  program_size       BIGINT      NOT NULL,
  stdin_sha256       CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stdin_size         BIGINT      NOT NULL,
  public_sha256      CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  public_size        BIGINT      NOT NULL,
  max_cycles         BIGINT      NOT NULL,
  segment_log_height INT         NOT NULL,
  max_provers        INT         NOT NULL,
  state              VARCHAR(16) NOT NULL,
  segments           INT         NOT NULL,
  run_ended          BOOLEAN     NOT NULL,
  cycles             BIGINT      NULL,
  exit_status        INT         NULL,
  stderr             MEDIUMTEXT  NULL,
  engine_version     VARCHAR(200) NULL,
  failure_kind       VARCHAR(16) NULL,
  failure_task       VARCHAR(64) NULL,
  failure_message    MEDIUMTEXT  NULL,
  failure_stderr     MEDIUMTEXT  NULL,
  last_event         BIGINT      NOT NULL,
  submitted_at       DATETIME(3) NOT NULL,
  finished_at        DATETIME(3) NULL,
  KEY newest (submitted_at, id),
  CHECK (target IN ('EXECUTE', 'SEGMENTS', 'STARK')),
  CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)),
  CHECK ((state = 'FAILED') = (failure_kind IS NOT NULL)),
  CHECK (segments >= 0),
  CHECK (run_ended = (cycles IS NOT NULL))
) CHARACTER SET utf8mb4;

CREATE TABLE task (
  proof_id      CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name          VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind          VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  -- Who may do it: FUNCTION or STAGE.
  class         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  priority      INT         NOT NULL,
  submitted_at  DATETIME(3) NOT NULL,
  level         INT         NOT NULL,
  ordinal       INT         NOT NULL,
  not_before    DATETIME(3) NOT NULL,
  max_provers   INT         NOT NULL,
  -- How many of its needs are missing.
  waiting_on    INT         NOT NULL,
  -- Goes up with every claim; what an attempt says counts only under its own.
  fence         BIGINT      NOT NULL,
  -- Failures that count against the task.
  failures      INT         NOT NULL,
  -- Attempts that were cut short through no fault of the task.
  interruptions INT         NOT NULL,
  -- How often it was done again because what it made was damaged.
  remakes       INT         NOT NULL,
  last_function VARCHAR(200) NULL,
  last_failure  TEXT        NULL,
  lease_owner   VARCHAR(64) NULL,
  lease_until   DATETIME(3) NULL,
  started_at    DATETIME(3) NULL,
  finished_at   DATETIME(3) NULL,
  millis        BIGINT      NULL,
  PRIMARY KEY (proof_id, name),
  KEY claim (class, state, priority, submitted_at, level, ordinal, not_before, max_provers),
  KEY expired (state, lease_until),
  FOREIGN KEY (proof_id) REFERENCES proof (id),
  CHECK (state IN ('WAITING', 'READY', 'LEASED', 'DONE', 'FAILED', 'CANCELLED')),
  CHECK ((state = 'WAITING') <= (waiting_on > 0)),
  CHECK ((state = 'READY') <= (waiting_on = 0)),
  CHECK ((state = 'LEASED') = (lease_owner IS NOT NULL)),
  CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
  CHECK ((state IN ('DONE', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL))
) CHARACTER SET utf8mb4;

CREATE TABLE task_dependency (
  proof_id CHAR(36)    NOT NULL,
  task     VARCHAR(64) NOT NULL,
  -- The name of an artifact.
  needs    VARCHAR(64) NOT NULL,
  ordinal  INT         NOT NULL,
  PRIMARY KEY (proof_id, task, needs),
  KEY dependents (proof_id, needs),
  FOREIGN KEY (proof_id, task) REFERENCES task (proof_id, name)
) CHARACTER SET ascii COLLATE ascii_bin;

-- What tasks have made and what the client sent.
CREATE TABLE artifact (
  proof_id   CHAR(36)     NOT NULL,
  name       VARCHAR(64)  NOT NULL,
  -- The task that made it; NULL: the client sent it.
  producer   VARCHAR(64)  NULL,
  -- Where it lies; NULL: a verdict, which has no object.
  object_key VARCHAR(512) NULL,
  sha256     CHAR(64)     NULL,
  size       BIGINT       NULL,
  PRIMARY KEY (proof_id, name),
  FOREIGN KEY (proof_id) REFERENCES proof (id),
  CHECK ((object_key IS NULL) = (sha256 IS NULL)),
  CHECK ((object_key IS NULL) = (size IS NULL))
) CHARACTER SET ascii COLLATE ascii_bin;

CREATE TABLE event (
  proof_id CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seq      BIGINT      NOT NULL,
  at       DATETIME(3) NOT NULL,
  type     VARCHAR(32) NOT NULL,
  data     JSON        NOT NULL,
  PRIMARY KEY (proof_id, seq),
  FOREIGN KEY (proof_id) REFERENCES proof (id)
) CHARACTER SET utf8mb4;
