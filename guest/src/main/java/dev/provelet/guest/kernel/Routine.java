package dev.provelet.guest.kernel;

/** Code of the kernel that calls share. Each is described where it is emitted. */
enum Routine {
  COPY,
  ZERO,
  PREPARE,
  GAP_CUT,
  GAP_ADD,
  HASH_ABSORB,
  HASH_TAKE,
  HASH_FINISH,
  STDIN_READ,
  PUBLIC_READ,
  WRITE,
  CHECK_BUFFER,
  FIND_PATH,
  SET_DEADLINE,
  TICK,
  WAKE,
  EXIT_PROCESS,
  SWITCH_THREAD,
  NEXT_THREAD,
  NEXT_HINT,
  EIGHT_BYTES,
  WRITE_VALUES,
  REVEAL_AND_END,
  ROW_ADD_PRODUCT,
  ROW_SUBTRACT_PRODUCT,
  ROW_ADD,
  SHIFT_UP,
  POSEIDON2_MIX
}
