/* Ziren's precompiles: Poseidon2. */
#include "precompile.h"

static void make(word which, word argument) {
  if (which == 0) CALL(0x00010030, x, argument);
}
