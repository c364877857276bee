/* Ziren's precompiles: Keccak's sponge. */
#include "precompile.h"

static void make(word which, word argument) {
  if (which == 0) CALL(0x01010009, y, (word)x + argument);
}
