/* Ziren's precompiles: BN254, points and fields. */
#include "precompile.h"

static void make(word which, word argument) {
  if (which == 0) CALL(0x0101000e, x, y);
  if (which == 1) CALL(0x0001000f, x, argument);
  if (which == 3) CALL(0x0101000e, x, x);
  if (which == 4) CALL(0x01010026, x, y);
  if (which == 5) CALL(0x01010027, x, y);
  if (which == 6) CALL(0x01010028, x, y);
  if (which == 7) CALL(0x01010029, x, y);
  if (which == 8) CALL(0x0101002a, x, y);
  if (which == 9) CALL(0x0101002b, x, y);
  /* Operands that overlap: their places in words are in the argument. */
  word *left = x + (argument & 0xff);
  word *right = x + (argument >> 8);
  if (which == 10) CALL(0x0101000e, left, right);
  if (which == 11) CALL(0x01010029, left, right);
  if (which == 12) CALL(0x0101002a, left, right);
  if (which == 13) CALL(0x0101002b, left, right);
}
