/* epoll and eventfd. */
#include "thread.h"

enum { IN = 1, OUT = 4, BROKEN = 8, ENDED = 0x10, RDNORM = 0x40, WRNORM = 0x100, ONCE = 1 << 30 };
enum { NONBLOCK = 0x80, SEMAPHORE = 1, ADD = 1, DEL = 2, MOD = 3 };
static const word EDGE = 1u << 31;

static word seen[8][4], count[2];

static int close(int descriptor) { return call(4006, descriptor, 0, 0); }
static int eventfd(word start, int flags) { return call(4325, start, flags, 0); }

static int put(int event, word low, word high) {
  count[LOW] = low, count[HIGH] = high;
  return write(event, count, 8);
}

static int get(int event, word low, word high) {
  count[0] = count[1] = 0x77;
  int result = read(event, count, 8);
  return result != 8 ? result : count[LOW] == low && count[HIGH] == high;
}

static int control(int poll, int operation, int descriptor, word events, word data) {
  word watch[4] = {events, 0x55, data, ~data};
  return call6(4249, poll, operation, descriptor, (int)watch, 0, 0);
}

static int await(int poll, int most, int timeout) { return call6(4250, poll, (int)seen, most, timeout, 0, 0); }

static int tells(int i, word events, word data) { return seen[i][0] == events && seen[i][2] == data && seen[i][3] == ~data; }

static int ready(int poll, word events, word data) { return await(poll, 8, 0) == 1 && tells(0, events, data); }

static int quiet(int poll) { return await(poll, 8, 0) == 0; }

static int first, second, poll, other;
static volatile int result;

static void take(void) { result = get(first, 5, 0); }
static void add(void) { result = put(first, 10, 0); }
static void look(void) { result = await(poll, 8, -1); }
static void end(void) { close(other); }

static const void *volatile waiting;
static void add_all(void) { result = call(4146, first, (int)waiting, 3); }

int main(void) {
  /* 1: counts of 64 bits add up, and are taken as a whole */
  first = eventfd(3, NONBLOCK), second = eventfd(0, NONBLOCK);
  CHECK(first > 3 && second > 3 && first != second);
  CHECK(get(first, 3, 0) == 1 && get(first, 0, 0) == -11 && get(second, 0, 0) == -11);
  CHECK(put(first, 1, 0) == 8 && put(first, 0, 0) == 8 && put(first, 5, 1) == 8 && put(second, 7, 0) == 8);
  CHECK(get(first, 6, 1) == 1 && get(second, 7, 0) == 1);
  CHECK(put(first, 0xffffffff, 0) == 8 && put(first, 2, 3) == 8 && get(first, 1, 4) == 1);
  CHECK(put(first, 0xffffffff, 0xffffffff) == -22 && put(first, 0xfffffffe, 0xffffffff) == 8);
  CHECK(put(first, 1, 0) == -11 && put(first, 0, 0) == 8 && put(first, 2, 0) == -11 && put(first, 9, 0x80000000) == -11);
  CHECK(get(first, 0xfffffffe, 0xffffffff) == 1 && get(first, 0, 0) == -11);

  /* 9: eight bytes at least, at any address, and at no other place */
  byte room[20];
  CHECK(read(first, room, 7) == -22 && write(first, room, 7) == -22 && read(first, (void *)0x20010000, 8) == -14);
  count[LOW] = 0x01020304, count[HIGH] = 5;
  for (int i = 0; i < 20; i++) room[i] = 0xaa;
  for (int i = 0; i < 8; i++) room[3 + i] = ((byte *)count)[i];
  CHECK(write(first, room + 3, 9) == 8 && get(first, 0x01020304, 5) == 1 && put(first, 0x01020304, 5) == 8);
  for (int i = 0; i < 20; i++) room[i] = 0xaa;
  CHECK(read(first, room + 1, 12) == 8 && room[0] == 0xaa && room[9] == 0xaa && ((byte *)count)[2] == room[3]);

  /* 12: a semaphore gives one at a time */
  int semaphore = eventfd(2, SEMAPHORE | NONBLOCK);
  CHECK(get(semaphore, 1, 0) == 1 && get(semaphore, 1, 0) == 1 && get(semaphore, 0, 0) == -11);
  CHECK(put(semaphore, 0, 1) == 8 && get(semaphore, 1, 0) == 1 && put(semaphore, 1, 0) == 8);
  CHECK(put(semaphore, 0xfffffffe, 0xfffffffe) == 8 && put(semaphore, 1, 0) == -11 && get(semaphore, 1, 0) == 1);
  CHECK(close(semaphore) == 0);

  /* 16: who may wait does so */
  CHECK(close(first) == 0 && (first = eventfd(0, 0)) > 3);
  result = -1, spawn(0, take);
  CHECK(result == -1 && put(first, 5, 0) == 8 && call(4162, 0, 0, 0) == 0 && result == 1);
  CHECK(put(first, 0xfffffffe, 0xffffffff) == 8);
  result = -1, spawn(0, add);
  CHECK(result == -1 && get(first, 0xfffffffe, 0xffffffff) == 1 && call(4162, 0, 0, 0) == 0 && result == 8);
  CHECK(get(first, 10, 0) == 1);

  /* 21: what can be watched, and what cannot */
  poll = call(4326, 0, 0, 0), other = call(4248, 1, 0, 0);
  CHECK(control(poll, MOD, first, IN, 1) == -2 && control(poll, DEL, first, IN, 1) == -2);
  CHECK(control(poll, ADD, first, IN, 1) == 0 && control(poll, ADD, first, IN, 1) == -17);
  CHECK(control(poll, ADD, 77, IN, 1) == -9 && control(77, ADD, first, IN, 1) == -9 && control(poll, 4, first, IN, 1) == -22);
  CHECK(control(first, ADD, second, IN, 1) == -22 && control(poll, ADD, poll, IN, 1) == -22);
  CHECK(control(poll, ADD, other, IN, 1) == -22 && control(poll, ADD, second, 1 << 28, 1) == -22);
  CHECK(call6(4249, poll, ADD, second, 0, 0, 0) == -14 && call6(4249, poll, MOD, second, 4, 0, 0) == -14);
  CHECK(await(poll, 0, 0) == -22 && await(poll, -1, 0) == -22 && await(first, 1, 0) == -22 && await(77, 1, 0) == -9);
  CHECK(await(poll, 0x8000000, 0) == -22 && call6(4250, poll, 4, 1, 0, 0, 0) == -14);
  CHECK(read(poll, count, 8) == -22 && write(poll, count, 8) == -22);

  /* 30: level-triggered: as long as it holds */
  seen[0][1] = 0x1234;
  CHECK(quiet(poll) && put(first, 1, 0) == 8 && ready(poll, IN, 1) && ready(poll, IN, 1) && seen[0][1] == 0x1234);
  CHECK(control(poll, MOD, first, IN | OUT | RDNORM | WRNORM, 2) == 0 && ready(poll, IN | OUT, 2));
  CHECK(get(first, 1, 0) == 1 && ready(poll, OUT, 2) && control(poll, MOD, first, IN, 3) == 0 && quiet(poll));
  CHECK(control(poll, DEL, first, 0, 0) == 0 && put(first, 1, 0) == 8 && quiet(poll));
  CHECK(call6(4249, poll, DEL, first, 0, 0, 0) == -2);

  /* 35: edge-triggered: once for each change */
  CHECK(control(poll, ADD, first, IN | EDGE, 4) == 0 && ready(poll, IN, 4) && quiet(poll));
  CHECK(put(first, 1, 0) == 8 && put(first, 1, 0) == 8 && ready(poll, IN, 4) && quiet(poll));
  CHECK(get(first, 3, 0) == 1 && quiet(poll) && put(first, 1, 0) == 8 && get(first, 1, 0) == 1 && quiet(poll));
  CHECK(control(poll, MOD, first, IN | OUT | EDGE, 5) == 0 && ready(poll, OUT, 5) && quiet(poll));
  CHECK(put(first, 1, 0) == 8 && ready(poll, IN | OUT, 5) && get(first, 1, 0) == 1 && ready(poll, OUT, 5));

  /* 40: once, and then not before it is asked for again */
  CHECK(control(poll, MOD, first, IN | ONCE, 6) == 0 && put(first, 1, 0) == 8 && ready(poll, IN, 6) && quiet(poll));
  CHECK(put(first, 1, 0) == 8 && quiet(poll) && control(poll, MOD, first, IN | ONCE, 7) == 0 && ready(poll, IN, 7));
  CHECK(control(poll, DEL, first, 0, 0) == 0 && get(first, 2, 0) == 1);

  /* 43: pipes, streams, several at once, in the order in which they became ready */
  int ends[2];
  CHECK(call(4328, (int)ends, NONBLOCK, 0) == 0 && control(poll, ADD, ends[0], IN, 8) == 0);
  CHECK(control(poll, ADD, ends[1], OUT | EDGE, 9) == 0 && control(poll, ADD, first, IN, 10) == 0);
  CHECK(ready(poll, OUT, 9) && quiet(poll) && put(first, 1, 0) == 8 && write(ends[1], "abc", 3) == 3);
  CHECK(await(poll, 8, 0) == 2 && tells(0, IN, 10) && tells(1, IN, 8));
  CHECK(await(poll, 1, 0) == 1 && tells(0, IN, 10) && await(poll, 1, 0) == 1 && tells(0, IN, 8));
  CHECK(control(poll, ADD, 0, IN, 11) == 0 && await(poll, 8, 0) == 3 && tells(2, ENDED, 11) && control(poll, DEL, 0, 0, 0) == 0);
  CHECK(get(first, 1, 0) == 1 && read(ends[0], room, 9) == 3 && quiet(poll));
  static byte much[70000];
  CHECK(write(ends[1], much, sizeof much) == 65536 && quiet(other) && ready(poll, IN, 8) && read(ends[0], much, 9000) == 9000);
  CHECK(await(poll, 8, 0) == 2 && tells(1, OUT, 9) && ready(poll, IN, 8));
  CHECK(control(other, ADD, ends[0], IN | RDNORM, 12) == 0 && ready(other, IN | RDNORM, 12) && ready(poll, IN, 8));
  CHECK(close(ends[1]) == 0 && ready(poll, IN | ENDED, 8) && read(ends[0], much, sizeof much) == 56536);
  CHECK(ready(poll, ENDED, 8) && ready(other, ENDED, 12) && close(ends[0]) == 0 && quiet(poll) && quiet(other));
  CHECK(call(4328, (int)ends, 0, 0) == 0 && quiet(poll) && control(poll, ADD, ends[1], 0, 13) == 0 && quiet(poll));
  CHECK(close(ends[0]) == 0 && ready(poll, BROKEN, 13) && close(ends[1]) == 0);

  /* 57: closing one of two descriptors removes nothing, closing the last one does */
  int copy = call(4041, second, 0, 0);
  CHECK(control(poll, ADD, second, IN, 14) == 0 && control(poll, ADD, copy, IN, 15) == 0 && put(second, 1, 0) == 8);
  CHECK(await(poll, 8, 0) == 2 && close(second) == 0 && await(poll, 8, 0) == 2 && control(poll, DEL, second, 0, 0) == -9);
  CHECK(close(copy) == 0 && quiet(poll));

  /* 60: waiting, with and without a limit */
  word now[2], later[2];
  call(4263, 0, (int)now, 0);
  CHECK(await(poll, 1, 2500) == 0 && call(4263, 0, (int)later, 0) == 0 && later[0] - now[0] >= 2 && later[0] - now[0] <= 3);
  result = -1, spawn(1, look);
  CHECK(result == -1 && put(first, 1, 0) == 8 && call(4162, 0, 0, 0) == 0 && result == 1 && tells(0, IN, 10));
  CHECK(get(first, 1, 0) == 1);
  result = -1, spawn(1, look);
  second = eventfd(1, 0);
  CHECK(result == -1 && control(poll, ADD, second, IN, 16) == 0 && call(4162, 0, 0, 0) == 0 && result == 1 && tells(0, IN, 16));

  /* 64: epolls and eventfds can be polled */
  struct {
    int descriptor;
    short events, seen;
  } polled[3] = {{poll, IN, 0}, {other, IN, 0}, {second, IN | OUT, 0}};
  CHECK(call(4188, (int)polled, 3, 0) == 2 && polled[0].seen == IN && polled[1].seen == 0 && polled[2].seen == (IN | OUT));
  CHECK(get(second, 1, 0) == 1 && call(4188, (int)polled, 3, 0) == 1 && polled[0].seen == 0 && polled[2].seen == OUT);

  /* 66: so many and no more; what is closed can be had again, with nothing of the old in it */
  spawn(2, end);
  CHECK(quiet(poll));
  int some = 0, last = 0, event;
  while ((event = eventfd(1, 0)) > 0) some++, last = event;
  CHECK(event == -24 && some == 14 && close(last) == 0 && eventfd(9, NONBLOCK) == last && get(last, 9, 0) == 1);
  CHECK(control(poll, ADD, last, IN, 17) == 0 && close(last) == 0 && eventfd(1, 0) == last && quiet(poll));
  some = 0;
  while ((event = call(4326, 0, 0, 0)) > 0) some++, last = event;
  CHECK(event == -24 && some == 7 && control(last, ADD, first, IN, 18) == 0 && put(first, 1, 0) == 8 && ready(last, IN, 18));
  CHECK(close(last) == 0 && call(4326, 0, 0, 0) == last && quiet(last));
  some = 0;
  while ((event = control(last, ADD, copy = call(4041, first, 0, 0), IN, 19)) == 0) some++;
  CHECK(event == -28 && some >= 60 && await(last, 8, 0) == 8 && close(last) == 0);

  /* 72: several buffers get the parts of a count */
  struct {
    void *start;
    word size;
  } parts[4] = {{room, 3}, {room + 9, 0}, {room + 10, 4}, {room + 15, 5}};
  CHECK(get(first, 1, 0) == 1 && call(4145, first, (int)parts, 3) == -22 && call(4145, first, (int)parts, 0) == 0);
  count[LOW] = 0x01020304, count[HIGH] = 0x05060708;
  CHECK(put(first, count[LOW], count[HIGH]) == 8);
  for (int i = 0; i < 20; i++) room[i] = 0xaa;
  CHECK(call(4145, first, (int)parts, 4) == 8 && room[3] == 0xaa && room[9] == 0xaa && room[14] == 0xaa && room[16] == 0xaa);
  for (int i = 0; i < 8; i++) CHECK(((byte *)count)[i] == room[i < 3 ? i : i < 7 ? i + 7 : 15]);
  parts[0].start = count, parts[0].size = 8;
  CHECK(call(4146, first, (int)parts, 1) == 8 && call(4146, first, (int)parts, 0) == 0 && call(4146, first, (int)(parts + 2), 1) == -22);
  CHECK(get(first, 0x01020304, 0x05060708) == 1 && call(4145, poll, (int)parts, 1) == -22 && call(4146, poll, (int)parts, 1) == -22);

  /* 84: each buffer of a vector is written by itself, up to one that is not a count; later ones wait */
  word counts[4][2] = {{[LOW] = 1}, {[LOW] = 2}, {[LOW] = 4}, {~0u, ~0u}};
  for (int i = 0; i < 4; i++) parts[i].start = counts[i], parts[i].size = 8;
  CHECK(call(4146, first, (int)parts, 4) == 24 && get(first, 7, 0) == 1 && call(4146, first, (int)(parts + 3), 1) == -22);
  parts[1].size = 0;
  CHECK(call(4146, first, (int)parts, 3) == 16 && get(first, 5, 0) == 1 && call(4146, first, (int)(parts + 1), 2) == -22);
  parts[1].size = 9;
  CHECK(call(4146, first, (int)parts, 3) == 8 + 8 && get(first, 3, 0) == 1);
  parts[1].size = 7;
  CHECK(call(4146, first, (int)parts, 3) == 8 && get(first, 1, 0) == 1 && call(4146, first, (int)(parts + 1), 1) == -22);
  parts[1].size = 8, parts[1].start = (void *)0x20010000;
  CHECK(call(4146, first, (int)parts, 2) == -14 && put(first, 1, 0) == 8 && get(first, 1, 0) == 1);
  parts[1].start = counts[1];
  CHECK(put(first, 0xfffffffd, 0xffffffff) == 8 && call(4220, first, 4, NONBLOCK) == 0 && call(4146, first, (int)parts, 3) == 8);
  CHECK(call(4146, first, (int)(parts + 1), 2) == -11 && call(4220, first, 4, 0) == 0);
  waiting = parts, result = -1, spawn(0, add_all);
  CHECK(result == -1 && get(first, 0xfffffffe, 0xffffffff) == 1 && call(4162, 0, 0, 0) == 0 && result == 24 && get(first, 7, 0) == 1);
  CHECK(put(first, 0xfffffffd, 0xffffffff) == 8);
  result = -1, spawn(0, add_all);
  CHECK(result == -1 && get(first, 0xfffffffe, 0xffffffff) == 1 && call(4162, 0, 0, 0) == 0 && result == 24 && get(first, 6, 0) == 1);
  return 0;
}
