/* The descriptors that have a path; prints the public input, read by way of its path. */
#include "check.h"

static int open_at(const char *path) { return call(4288, -100, (int)path, 0); }

/* Whether two statuses are of one file. */
static int same(const word *a, const word *b) { return a[0] == b[0] && a[4] == b[4] && a[5] == b[5]; }

int main(void) {
  /* 1: what there is */
  CHECK(call(4005, (int)"/dev/public", 0, 0) == 4 && call(4006, 4, 0, 0) == 0);
  CHECK(open_at("/dev/public") == 4 && open_at("/dev/stdin") == 5 && call(4006, 3, 0, 0) == 0);
  CHECK(call(4288, -100, (int)"/dev/stdout", 1) == 3 && call(4005, (int)"/dev/stderr", 1, 0) == 6 && write(6, "", 1) == 1);
  CHECK(call(4033, (int)"/dev/public", 4, 0) == 0 && call(4300, -100, (int)"/dev/stdin", 4) == 0);
  word status[27], other[27];
  status[26] = 0x1234;
  CHECK(call(4213, (int)"/dev/public", (int)status, 0) == 0 && status[6] >> 12 == 1);
  CHECK(status[0] != 0 && status[7] == 1 && status[26] == 0x1234);
  CHECK(call6(4293, -100, (int)"/dev/stdin", (int)status, 0, 0, 0) == 0 && status[22] == 4096);
  CHECK(call6(4293, 4, (int)"", (int)status, 0x1000, 0, 0) == 0);

  /* 9: a path is the file that its descriptor is */
  CHECK(call(4215, 4, (int)other, 0) == 0 && same(status, other));
  CHECK(call(4214, (int)"/dev/stdin", (int)status, 0) == 0 && call(4215, 5, (int)other, 0) == 0 && same(status, other));
  CHECK(call(4215, 0, (int)other, 0) == 0 && same(status, other) && call(4215, 1, (int)other, 0) == 0 && !same(status, other));
  CHECK(call(4213, (int)"/dev/stdout", (int)status, 0) == 0 && same(status, other) && call(4215, 2, (int)other, 0) == 0);
  CHECK(!same(status, other) && call(4213, (int)"/dev/public", (int)status, 0) == 0 && !same(status, other));

  /* 14: what there is not */
  CHECK(open_at("/dev/publi") == -2 && open_at("/dev/public/") == -2 && open_at("") == -2);
  CHECK(open_at("dev/public") == -2 && open_at("/dev/null") == -2 && open_at("/dev") == -2);
  CHECK(open_at((const char *)0x20010000) == -14 && open_at((const char *)-1) == -14 && open_at(0) == -14);
  CHECK(call(4033, (int)"/etc/passwd", 0, 0) == -2 && call(4214, (int)"/", (int)status, 0) == -2);
  CHECK(call6(4293, -100, (int)"/nowhere", (int)status, 0x1000, 0, 0) == -2);
  CHECK(call6(4293, 77, (int)"", (int)status, 0x1000, 0, 0) == -9);

  /* a path at every alignment */
  char unaligned[24];
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 12; j++) unaligned[i + j] = "/dev/public"[j];
    CHECK(open_at(unaligned + i) == 7 + i);
  }

  /* what one of them has read the others do not read again */
  byte buffer[100];
  int got, from = 7;
  while ((got = read(from, buffer, sizeof buffer)) > 0) write(3, buffer, got), from = from % 4 + 7;
  return got;
}
