/* Writes more than a pipe holds, of which nobody reads the rest. */
#include "thread.h"

static int ends[2];

static void close_it(void) {
  call(4162, 0, 0, 0);
  call(4006, ends[0], 0, 0);
}

int main(void) {
  static byte much[70000];
  CHECK(call(4328, (int)ends, 0, 0) == 0);
  spawn(0, close_it);
  return write(ends[1], much, sizeof much) != 65536;
}
