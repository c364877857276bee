/* Flags of descriptors and of files, and which files these are: what is set is told again, what would be dropped is refused. */
#include "check.h"

enum { CLOEXEC = 0x80000, NONBLOCK = 0x80, APPEND = 8, WRONLY = 1, RDWR = 2 };
enum { DUPFD = 0, GETFD = 1, SETFD = 2, GETFL = 3, SETFL = 4, DUPFD_CLOEXEC = 1030 };

static int control(int descriptor, int command, int argument) { return call(4220, descriptor, command, argument); }
static int flag(int descriptor) { return control(descriptor, GETFD, 0); }
static int opened(const char *path, int flags) { return call(4005, (int)path, flags, 0); }

static int status(int descriptor, word *status) { return call(4215, descriptor, (int)status, 0); }

static int same(int one, int other) {
  word a[27], b[27];
  return status(one, a) == 0 && status(other, b) == 0 && a[0] == b[0] && a[4] == b[4] && a[5] == b[5];
}

int main(void) {
  /* 1: FD_CLOEXEC belongs to a descriptor */
  CHECK(flag(0) == 0 && control(0, SETFD, 1) == 0 && flag(0) == 1 && control(0, SETFD, 2) == 0 && flag(0) == 0);
  int copy = control(1, DUPFD_CLOEXEC, 10);
  CHECK(copy == 10 && flag(10) == 1 && flag(1) == 0 && control(10, DUPFD, 10) == 11 && flag(11) == 0);
  CHECK(call(4041, 10, 0, 0) > 3 && call(4063, 10, 12, 0) == 12 && flag(12) == 0);
  CHECK(call(4327, 1, 12, CLOEXEC) == 12 && flag(12) == 1 && call(4327, 1, 12, 0) == 12 && flag(12) == 0);
  CHECK(call(4006, 10, 0, 0) == 0 && flag(10) == -9 && control(1, DUPFD, 10) == 10 && flag(10) == 0);
  int ends[2];
  CHECK(call(4328, (int)ends, CLOEXEC | NONBLOCK, 0) == 0 && flag(ends[0]) == 1 && flag(ends[1]) == 1);
  CHECK(control(ends[0], GETFL, 0) == NONBLOCK && control(ends[1], GETFL, 0) == (NONBLOCK | WRONLY));
  CHECK(call(4328, (int)ends, 0, 0) == 0 && flag(ends[0]) == 0 && flag(ends[1]) == 0);
  int poll = call(4326, CLOEXEC, 0, 0), event = call(4325, 0, CLOEXEC | NONBLOCK, 0);
  CHECK(flag(poll) == 1 && flag(event) == 1 && flag(call(4326, 0, 0, 0)) == 0 && flag(call(4325, 0, 0, 0)) == 0);
  CHECK(control(poll, GETFL, 0) == RDWR && control(event, GETFL, 0) == (RDWR | NONBLOCK));
  int input = opened("/dev/stdin", CLOEXEC);
  CHECK(input > 3 && flag(input) == 1 && flag(opened("/dev/stdin", 0)) == 0);

  /* 12: a file's flags belong to all its descriptors */
  CHECK(control(0, GETFL, 0) == 0 && control(1, GETFL, 0) == WRONLY && control(3, GETFL, 0) == 0);
  CHECK(control(1, SETFL, APPEND | NONBLOCK | RDWR) == 0 && control(12, GETFL, 0) == (APPEND | NONBLOCK | WRONLY));
  CHECK(control(1, SETFL, 0) == 0 && control(12, GETFL, 0) == WRONLY);
  CHECK(control(1, SETFL, 0x1000) == -22 && control(1, SETFL, 0x8000) == -22 && control(1, SETFL, 0x40000) == -22);
  CHECK(control(ends[0], SETFL, APPEND) == 0 && control(ends[0], GETFL, 0) == APPEND);

  /* 17: commands and flags that there are not */
  for (int command = 5; command < 50; command++) CHECK(control(1, command, 0) == -22);
  CHECK(control(1, -1, 0) == -22 && control(1, 1024, 0) == -22 && control(1, 1033, 0) == -22);
  CHECK(call(4327, 1, 13, 1) == -22 && call(4328, (int)ends, 0x8000, 0) == -22 && call(4326, 1, 0, 0) == -22);
  CHECK(call(4325, 0, 2, 0) == -22 && call(4325, 0, 0x80000000, 0) == -22 && call(4248, 0, 0, 0) == -22);

  /* what may be read is not opened to be written, and what is opened is no directory and not new */
  CHECK(opened("/dev/stdin", WRONLY) == -13 && opened("/dev/public", RDWR) == -13);
  CHECK(opened("/dev/stdout", 0) == -13 && opened("/dev/stderr", RDWR) == -13);
  CHECK(opened("/dev/stdout", WRONLY | 0x100 | 0x200 | APPEND) > 3 && call(4288, -100, (int)"/dev/stdout", WRONLY) > 3);
  CHECK(opened("/dev/stdin", 0x10000) == -22 && opened("/dev/stdin", 0x200000) == -22);
  CHECK(opened("/dev/stdout", WRONLY | 0x500) == -22);

  /* 70: each open of a path has flags of its own, its copies the same */
  int own = opened("/dev/stdin", NONBLOCK), more = opened("/dev/stdin", APPEND | NONBLOCK | CLOEXEC);
  CHECK(control(own, GETFL, 0) == NONBLOCK && control(more, GETFL, 0) == (APPEND | NONBLOCK) && control(0, GETFL, 0) == 0);
  copy = call(4041, own, 0, 0);
  CHECK(control(copy, GETFL, 0) == NONBLOCK && control(copy, SETFL, APPEND) == 0 && control(own, GETFL, 0) == APPEND);
  CHECK(control(more, GETFL, 0) == (APPEND | NONBLOCK) && control(0, GETFL, 0) == 0 && flag(more) == 1 && flag(copy) == 0);
  CHECK(control(0, SETFL, NONBLOCK) == 0 && control(own, GETFL, 0) == APPEND && control(opened("/dev/stdin", 0), GETFL, 0) == 0);
  CHECK(call(4006, own, 0, 0) == 0 && opened("/dev/stdout", WRONLY | APPEND) == own && control(own, SETFL, 0) == 0);
  CHECK(control(own, GETFL, 0) == WRONLY && control(copy, GETFL, 0) == APPEND && call(4063, copy, more, 0) == more);
  CHECK(control(more, SETFL, 0) == 0 && control(copy, GETFL, 0) == 0 && call(4063, 0, more, 0) == more);
  CHECK(control(more, GETFL, 0) == NONBLOCK && control(0, SETFL, 0) == 0 && control(more, GETFL, 0) == 0);

  /* 78: which file a descriptor is: both ends of a pipe are one, and no later pipe is; eventfds and epolls are one */
  word first[27], second[27];
  for (int i = 0; i < 4; i++) CHECK(status(i, first) == 0 && first[0] != 0 && first[4 + LOW] != 0 && first[4 + HIGH] == 0);
  for (int i = 1; i < 16; i++) CHECK(same(i % 4, i / 4) == (i % 4 == i / 4));
  CHECK(status(ends[0], first) == 0 && status(ends[1], second) == 0 && same(ends[0], ends[1]) && first[6] == 010600);
  CHECK(first[7] == 1 && first[14] == 0 && first[15] == 0 && first[22] == 4096 && first[24] == 0 && first[25] == 0);
  int others[2];
  CHECK(call(4328, (int)others, 0, 0) == 0 && !same(ends[0], others[0]) && !same(0, others[0]) && same(others[0], others[1]));
  CHECK(call(4006, ends[0], 0, 0) == 0 && call(4006, ends[1], 0, 0) == 0 && call(4328, (int)ends, 0, 0) == 0);
  CHECK(status(ends[0], second) == 0 && second[4 + LOW] != first[4 + LOW] && !same(ends[0], others[0]));
  CHECK(same(poll, event) && status(poll, first) == 0 && first[6] == 0600 && first[0] != second[0] && first[4 + LOW] != 0);

  /* 105: ioctl: FIOCLEX, FIONCLEX, FIONBIO, FIONREAD */
  int left = 7, on = 1;
  CHECK(call(4054, 1, 0x6601, 0) == 0 && flag(1) == 1 && call(4054, 1, 0x6602, 0) == 0 && flag(1) == 0);
  CHECK(call(4054, others[0], 0x667e, (int)&on) == 0 && control(others[0], GETFL, 0) == NONBLOCK && call(4054, 0, 0x667e, 4) == -14);
  on = 0;
  CHECK(call(4054, others[0], 0x667e, (int)&on) == 0 && control(others[0], GETFL, 0) == 0);
  CHECK(write(others[1], "abc", 3) == 3 && call(4054, others[0], 0x467f, (int)&left) == 0 && left == 3);
  CHECK(call(4054, 0, 0x467f, (int)&left) == 0 && left == 0 && call(4054, 0, 0x467f, 4) == -14 && call(4054, poll, 0x467f, 4) == -25);
  return 0;
}
