/*
 * Writes all inputs but the last to the public values, in pieces of changing size, then commits to the last, which
 * holds the digest's eight words; an empty last input commits to nothing.
 */
#include "ziren.h"

static word buffer[1 << 16];

int main(void) {
  word count_input[2];
  CHECK(hint_len() == 4);
  CHECK(hint_len() == 4);
  count_input[1] = 0x01020304;
  hint_read(count_input, 4);
  CHECK(count_input[1] == 0x01020304);
  for (word i = 0; i < count_input[0]; i++) {
    word size = hint_len();
    word end = (size + 3) / 4;
    CHECK(end < sizeof buffer / 4);
    for (word j = 0; j <= end; j++) buffer[j] = 0xdeadbeef;
    hint_read(buffer, size);
    CHECK(buffer[end] == 0xdeadbeef);
    for (word j = size; j < 4 * end; j++) CHECK(((byte *)buffer)[j] == 0);
    for (word at = 0, piece = 1; at < size; piece = piece * 5 % 511 + 1) {
      word part = size - at < piece ? size - at : piece;
      ziren_write(VALUES, (byte *)buffer + at, part);
      at += part;
    }
  }
  word digest[8];
  word size = hint_len();
  if (size != 0) {
    CHECK(size == 32);
    hint_read(digest, 32);
    for (word i = 0; i < 8; i++) commit(i, digest[i]);
  }
  for (word i = 0; i < 8; i++) ziren(0x1a, i, 0, 0);
  ziren_write(STDOUT, "said\n", 5);
  ziren_write(STDERR, "muttered\n", 9);
  halt(0);
  return 99;
}
