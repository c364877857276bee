/* Many mappings that are never written, and one that is, and comes again. */
#include "check.h"

enum { PAGE = 4096, RW = 3, PRIVATE = 2, ANONYMOUS = 0x800 };

static word map(word size) { return call6(4090, 0, size, RW, PRIVATE | ANONYMOUS, -1, 0); }

int main(void) {
  /* Go has its heap above all that it maps later */
  word low = map(PAGE), high = call6(4090, low + (8 << 20), 64 * PAGE, RW, PRIVATE | ANONYMOUS, -1, 0);
  CHECK(high == low + (8 << 20));
  for (int i = 0; i < 100; i++) CHECK(map(3 * PAGE) % PAGE == 0);
  word *last = (word *)map(PAGE);
  CHECK(*last == 0);
  *last = 7;
  CHECK(call(4091, (word)last, PAGE, 0) == 0);
  CHECK((word *)map(PAGE) == last && *last == 0);
  return 0;
}
