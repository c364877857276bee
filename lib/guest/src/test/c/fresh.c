/* What was the break's once is zero when a mapping gets it, whatever the first mapping is. */
#include "check.h"

enum { PAGE = 4096, RW = 3, PRIVATE = 2, ANONYMOUS = 0x800, MIB = 1 << 20 };

static word map(word size) { return call6(4090, 0, size, RW, PRIVATE | ANONYMOUS, -1, 0); }

/* Whether each page is zero at both of its ends and in between. */
static int zero(word at, word size) {
  word all = 0;
  for (word i = 0; i < size; i += 64) all |= *(word *)(at + i) | *(word *)(at + i + 60);
  return all == 0;
}

static void fill(word at, word size) {
  for (word i = 0; i < size; i += 4) *(word *)(at + i) = -1;
}

int main(void) {
  /* 1: the break grew, was written to and went back; mappings are zero, and what they grow by */
  word start = call(4045, 0, 0, 0), size = 4 * MIB;
  CHECK((word)call(4045, start + size, 0, 0) == start + size);
  fill(start, size);
  CHECK((word)call(4045, start + PAGE, 0, 0) == start + PAGE);
  word first = map(PAGE);
  CHECK(first % PAGE == 0 && zero(first, PAGE));
  word grown = call6(4167, first, PAGE, 2 * MIB, 1, 0, 0);
  CHECK(grown == first && zero(grown, 2 * MIB));
  word second = map(2 * MIB);
  CHECK(second == grown + 2 * MIB && zero(second, 2 * MIB));

  /* 6: and the break may be as high again as it was, and is zero, too */
  CHECK((word)call(4045, start + size, 0, 0) == start + size);
  CHECK(zero(start + PAGE, size - PAGE));
  return 0;
}
