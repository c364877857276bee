package dev.provelet.engine;

import java.util.List;

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
  ENGINE,
  /** The device cannot be used here. */
  UNAVAILABLE,
  /** The device is lost to this process, which should end and be started again. */
  BROKEN,
  /** The engine was built without it. */
  UNSUPPORTED;

  private static final List<EngineStatus> IN_ORDER = List.of(values());

  /** What a {@code pv_status} means; one that the header does not know is a failed engine. */
  static EngineStatus ofCode(int code) {
    return code > 0 && code < IN_ORDER.size() ? IN_ORDER.get(code) : ENGINE;
  }
}
