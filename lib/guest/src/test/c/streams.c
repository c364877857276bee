/* What can be said of the inputs and outputs: each is one end of a pipe. stdin has two bytes, the public input one. */
#include "check.h"

enum { IN = 1, OUT = 4, BROKEN = 8, ENDED = 0x10, RDNORM = 0x40, WRBAND = 0x100, ALL = 0x7cf };
enum { EPOLL_WRNORM = 0x100, ADD = 1, DEL = 2 };

static struct {
  int descriptor;
  short events, seen;
} polled;

static int look(int descriptor, int events) {
  polled.descriptor = descriptor, polled.events = events, polled.seen = 0x7777;
  int ready = call(4188, (int)&polled, 1, 0);
  return ready != (polled.seen != 0) ? -1 : polled.seen;
}

/* In which of select's sets a descriptor stays. */
static int chosen(int descriptor) {
  word sets[3] = {1 << descriptor, 1 << descriptor, 1 << descriptor}, none[2] = {0, 0};
  int ready = call6(4142, 8, (int)&sets[0], (int)&sets[1], (int)&sets[2], (int)none, 0), kept = 0;
  for (int i = 0; i < 3; i++) kept |= (sets[i] != 0) << i, ready -= sets[i] != 0;
  return ready ? -1 : kept;
}

static int watched(int descriptor) {
  word watch[4] = {ALL, 0, 7, 8}, seen[4] = {0};
  int poll = call(4326, 0, 0, 0);
  int added = call6(4249, poll, ADD, descriptor, (int)watch, 0, 0);
  int ready = call6(4250, poll, (int)seen, 1, 0, 0, 0);
  call(4006, poll, 0, 0);
  return added || ready != (seen[0] != 0) ? -1 : (int)seen[0];
}

/* An edge-triggered watch of what stdin has. */
static int edge, edges[4];

static int moved(void) {
  edges[0] = 0;
  return call6(4250, edge, (int)edges, 1, 0, 0, 0) ? edges[0] : 0;
}

int main(void) {
  byte room[8];
  word once[4] = {ALL | 1u << 31, 0, 0, 0};
  edge = call(4326, 0, 0, 0);
  call6(4249, edge, ADD, STDIN, (int)once, 0, 0);
  /* 1: inputs can be read, outputs written, and nothing else */
  for (int i = 0; i < 4; i += 3) {
    CHECK(look(i, IN) == IN && look(i, RDNORM) == RDNORM && look(i, ALL) == (IN | RDNORM) && look(i, OUT | WRBAND) == 0);
    CHECK(chosen(i) == 1 && watched(i) == (IN | RDNORM));
  }
  for (int i = 1; i < 3; i++) {
    CHECK(look(i, OUT) == OUT && look(i, ALL) == OUT && look(i, IN | RDNORM) == 0);
    CHECK(chosen(i) == 2 && watched(i) == (OUT | EPOLL_WRNORM));
  }

  /* 9: an input ends with its last byte */
  CHECK(moved() == (IN | RDNORM) && moved() == 0 && read(STDIN, room, 1) == 1 && look(STDIN, ALL) == (IN | RDNORM));
  CHECK(moved() == 0 && read(STDIN, room, 1) == 1 && look(STDIN, ALL) == ENDED && look(STDIN, 0) == ENDED);
  CHECK(chosen(STDIN) == 1 && watched(STDIN) == ENDED && moved() == ENDED && read(STDIN, room, 1) == 0 && moved() == 0);
  CHECK(read(PUBLIC_INPUT, room, 8) == 1 && look(PUBLIC_INPUT, IN) == ENDED && watched(PUBLIC_INPUT) == ENDED);

  /* 13: pipes, and what has no bands */
  int ends[2], poll = call(4326, 0, 0, 0), event = call(4325, 1, 0, 0);
  word watch[4] = {IN, 0, 0, 0};
  CHECK(call(4328, (int)ends, 0, 0) == 0 && write(ends[1], "x", 1) == 1 && look(ends[0], ALL) == (IN | RDNORM));
  CHECK(look(ends[0], RDNORM) == RDNORM && look(ends[1], ALL) == OUT && look(ends[1], WRBAND) == 0);
  CHECK(look(event, ALL) == (IN | OUT) && look(event, RDNORM | WRBAND) == 0 && look(poll, ALL) == 0);
  CHECK(call6(4249, poll, ADD, event, (int)watch, 0, 0) == 0 && look(poll, ALL) == (IN | RDNORM));

  return 0;
}
