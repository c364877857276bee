/* Ziren's precompiles: SHA-256, schedule and compression. */
#include "precompile.h"

static void make(word which, word argument) {
  if (which == 0) CALL(0x30010005, x, argument);
  if (which == 1) CALL(0x01010006, y, x);
  if (which == 2) {
    for (int i = 0; i < 16; i++) y[i] = y[i] ^ argument;
    CALL(0x30010005, y, 0);
    CALL(0x01010006, y, x);
  }
}
