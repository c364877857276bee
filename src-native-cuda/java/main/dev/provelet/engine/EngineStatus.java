package dev.provelet.engine;

/** The header's {@code pv_status}, in its order. */
public enum EngineStatus {
  OK,
  INVALID_ARGUMENT,
  INVALID_PROGRAM,
  INVALID_SEGMENT,
  INVALID_PROOF,
  REJECTED,
  RESOURCE,
  CANCELLED,
  UNSUPPORTED_CPU,
  IO,
  PANIC,
  ENGINE
}
