/* Ziren's precompiles: BLS12-381, points and fields. */
#include "precompile.h"

static void make(word which, word argument) {
  if (which == 0) CALL(0x0101001e, x, y);
  if (which == 1) CALL(0x0001001f, x, 0);
  if (which == 2) CALL(0x0001001c, x, argument);
  if (which == 3) CALL(0x0101001e, x, x);
  if (which == 4) CALL(0x01010020, x, y);
  if (which == 5) CALL(0x01010021, x, y);
  if (which == 6) CALL(0x01010022, x, y);
  if (which == 7) CALL(0x01010023, x, y);
  if (which == 8) CALL(0x01010024, x, y);
  if (which == 9) CALL(0x01010025, x, y);
  /* Operands that overlap: their places in words are in the argument. */
  word *left = x + (argument & 0xff);
  word *right = x + (argument >> 8);
  if (which == 10) CALL(0x0101001e, left, right);
  if (which == 11) CALL(0x01010023, left, right);
  if (which == 12) CALL(0x01010024, left, right);
  if (which == 13) CALL(0x01010025, left, right);
}
