/* Pipes, copies of descriptors, and waiting for them. */
#include "thread.h"

enum { NONBLOCK = 0x80 };
enum { IN = 1, OUT = 4, BROKEN = 8, ENDED = 0x10 };

static byte large[100000], room[100000];

static int copy(int descriptor) { return call(4041, descriptor, 0, 0); }
static int close(int descriptor) { return call(4006, descriptor, 0, 0); }

static struct {
  int descriptor;
  short events, seen;
} polled[2];

static int look(int descriptor, int timeout) {
  polled[0].descriptor = descriptor, polled[0].events = IN | OUT;
  int ready = call(4188, (int)polled, 1, timeout);
  return ready < 0 ? ready : polled[0].seen;
}

/* pipe returns its second descriptor in $v1. */
static int pipe_by_registers(int *other) {
  register int v0 __asm__("$2") = 4042;
  register int v1 __asm__("$3");
  register int a3 __asm__("$7");
  __asm__ volatile("syscall"
                   : "+r"(v0), "=r"(v1), "=r"(a3)
                   :
                   : "memory", "$1", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo");
  *other = v1;
  return a3 ? -v0 : v0;
}

static int ends[2], back[2];
static volatile int writes, got, flags;

static void write_much(void) {
  writes = write(ends[1], large, sizeof large);
  close(ends[1]);
}

static int third[2];

static void write_to_third(void) { writes = write(third[1], large, sizeof large); }

/* Writes to a pipe, whose descriptor becomes one of another file meanwhile: short, and nothing goes there. */
static void replaced(int by) {
  CHECK(call(4328, (int)third, 0, 0) == 0);
  writes = -1, spawn(0, write_to_third);
  CHECK(writes == -1 && call(4063, by, third[1], 0) == third[1] && call(4162, 0, 0, 0) == 0 && writes == 65536);
  CHECK(read(third[0], room, sizeof room) == 65536 && read(third[0], room, 9) == 0);
  CHECK(close(third[0]) == 0 && close(third[1]) == 0);
}

static void answer(void) {
  byte question;
  got = read(back[0], &question, 1);
  write(ends[1], "!", 1);
}

static void wait_for_input(void) { flags = look(back[0], -1); }

static word set_of(int descriptor) { return (word)1 << descriptor; }

static struct {
  const void *data;
  int size;
} pieces[1025];

static int writev(int descriptor, int count) { return call(4146, descriptor, (int)pieces, count); }
static int readv(int descriptor, int count) { return call(4145, descriptor, (int)pieces, count); }
static void piece(int i, const void *data, int size) { pieces[i].data = data, pieces[i].size = size; }

/* Of a pipe that is empty and never waits. */
static void vectors(void) {
  int wrong = 0;
  piece(0, room, 0), piece(1, "ab", 2), piece(2, 0, 0), piece(3, "cde", 3);
  CHECK(writev(ends[1], 4) == 5 && write(ends[1], "fg", 2) == 2);
  piece(0, room, 1), piece(1, 0, 0), piece(2, room + 10, 3), piece(3, room + 20, 9);
  CHECK(readv(ends[0], 3) == 4 && room[0] == 'a' && room[10] == 'b' && room[12] == 'd');
  CHECK(readv(ends[0], 4) == 3 && room[0] == 'e' && room[10] == 'f' && room[11] == 'g' && readv(ends[0], 4) == -11);
  CHECK(readv(ends[0], 0) == 0 && readv(ends[1], 4) == -9 && writev(ends[0], 4) == -9);

  /* 19: bad ones, of which a size below 0 is told first */
  piece(0, "x", 1), piece(1, "y", -1);
  CHECK(writev(ends[1], 2) == -22 && writev(1, 2) == -22 && readv(0, 2) == -22);
  piece(1, (void *)4, 2);
  CHECK(writev(ends[1], 2) == -14 && writev(1, 2) == -14 && readv(0, 2) == -14);
  piece(2, "z", -1);
  CHECK(writev(ends[1], 3) == -22 && writev(1, 1025) == -22 && readv(ends[0], 1) == -11);
  piece(0, room, 9), piece(1, (void *)0x20010000, 1);
  CHECK(write(ends[1], "kept", 4) == 4 && readv(ends[0], 2) == -14 && read(ends[0], room, 9) == 4);
  piece(0, room, 1), piece(1, &pieces[1], 8);
  CHECK(write(ends[1], "kept", 4) == 4 && readv(ends[0], 2) == -14 && readv(0, 2) == -14 && read(ends[0], room, 9) == 4);

  /* 24: as many buffers as there may be; more bytes than there is room; as a whole up to 4096 */
  for (int i = 0; i < 1024; i++) piece(i, large + i * 60, i % 2 ? 90 : 30);
  CHECK(writev(ends[1], 1024) == 1024 * 60);
  for (int i = 0; i < 1024; i++) piece(i, room + i * 60, i % 3 == 1 ? 120 : 30);
  CHECK(readv(ends[0], 1024) == 61410 && read(ends[0], room + 99000, 99) == 30);
  for (int i = 0; i < 90; i++) wrong += room[i < 30 ? i : i + 30] != large[i < 30 ? i : i + 30];
  CHECK(wrong == 0);
  for (int i = 0; i < 3; i++) piece(i, large + i * 30000, 30000);
  CHECK(writev(ends[1], 3) == 65536 && writev(ends[1], 3) == -11);
  piece(0, room, 3000);
  CHECK(readv(ends[0], 1) == 3000);
  piece(0, large + 65536, 2000), piece(1, large + 67536, 2000);
  CHECK(writev(ends[1], 2) == -11);
  piece(1, large + 67536, 1000);
  CHECK(writev(ends[1], 2) == 3000);
  piece(0, room + 3000, 60000), piece(1, room + 63000, 37000);
  CHECK(readv(ends[0], 2) == 65536);
  for (int i = 0; i < 68536; i++) wrong += room[i] != large[i];
  CHECK(wrong == 0);

  /* 33: 4 GiB in all, of which a call takes less than 2 */
  for (int i = 0; i < 16; i++) piece(i, (void *)0x04000000, 0x10000000);
  CHECK(writev(ends[1], 16) == 65536);
  CHECK(read(ends[0], room, 99000) == 65536);
}

static void write_pieces(void) {
  writes = writev(ends[1], 5);
  close(ends[1]);
}

static word left[2] = {3, 0};

static void wait_for_a_second(void) {
  word readable = set_of(back[0]);
  got = -1;
  got = call6(4142, 32, (int)&readable, 0, 0, (int)left, 0);
}

int main(void) {
  for (word i = 0; i < sizeof large; i++) large[i] = i * 7 + (i >> 8);

  /* 1: the lowest free descriptors; what goes in comes out, in any pieces */
  CHECK(call(4328, (int)ends, 0, 0) == 0 && ends[0] == 4 && ends[1] == 5);
  CHECK(read(ends[1], room, 1) == -9 && write(ends[0], room, 1) == -9);
  CHECK(write(ends[1], "hello", 5) == 5 && write(ends[1], ", world", 7) == 7 && write(ends[1], room, 0) == 0);
  CHECK(read(ends[0], room, 0) == 0 && read(ends[0], room + 1, 3) == 3 && room[1] == 'h' && room[3] == 'l');
  CHECK(read(ends[0], room, sizeof room) == 9 && room[0] == 'l' && room[8] == 'd');
  int wrong = 0, to = 0, from = 0;
  for (int round = 0; round < 160; round++) {
    wrong += write(ends[1], large + to, 1 + round * 7) != 1 + round * 7, to += 1 + round * 7;
    wrong += read(ends[0], room + from, round * 3) != round * 3, from += round * 3;
  }
  while (from < to) from += read(ends[0], room + from, 5000);
  for (int i = 0; i < to; i++) wrong += room[i] != large[i];
  CHECK(wrong == 0 && to > 65536);

  /* 7: flags, and what does not wait */
  CHECK(call(4220, ends[0], 3, 0) == 0 && call(4220, ends[1], 3, 0) == 1);
  CHECK(call(4220, ends[0], 4, NONBLOCK) == 0 && call(4220, ends[0], 3, 0) == NONBLOCK);
  CHECK(read(ends[0], room, 1) == -11 && call(4220, ends[1], 4, NONBLOCK) == 0);
  CHECK(write(ends[1], large, sizeof large) == 65536 && write(ends[1], large, 1) == -11);
  CHECK(read(ends[0], room, 1000) == 1000 && write(ends[1], large + 65536, 2000) == -11);
  CHECK(write(ends[1], large + 65536, 500) == 500 && write(ends[1], large + 66036, 5000) == 500);
  CHECK(read(ends[0], room + 1000, 99000) == 65536);
  for (int i = 0; i < 66536; i++) wrong += room[i] != large[i];
  CHECK(wrong == 0);

  /* 15: a vector is written and read as one; if any of it is bad, nothing is */
  vectors();

  /* 35: copies; a pipe ends when its last descriptor does */
  int other = copy(ends[1]);
  CHECK(other == 6 && close(ends[1]) == 0 && write(other, "x", 1) == 1);
  CHECK(look(ends[0], 0) == IN && look(other, 0) == OUT);
  CHECK(call(4063, other, 20, 0) == 20 && call(4063, 20, 20, 0) == 20 && call(4327, 20, 20, 0) == -22);
  CHECK(call(4327, 20, 21, 0x80000) == 21 && call(4327, 20, 21, 1) == -22);
  CHECK(call(4063, 20, 128, 0) == -9 && call(4063, 99, 1, 0) == -9 && copy(99) == -9);
  CHECK(close(other) == 0 && close(20) == 0 && read(ends[0], room, 9) == 1 && read(ends[0], room, 9) == -11);
  CHECK(close(21) == 0 && read(ends[0], room, 9) == 0 && look(ends[0], -1) == ENDED);
  CHECK(close(ends[0]) == 0 && look(ends[0], -1) == 0x20);

  /* 43: nobody reads: an error, once it is no signal's business */
  word ignore[6] = {0, 1};
  CHECK(call6(4194, 13, (int)ignore, 0, 16, 0, 0) == 0);
  CHECK(pipe_by_registers(&other) == 4 && other == 5);
  CHECK(close(4) == 0 && write(other, "x", 1) == -32 && look(other, 0) == (OUT | BROKEN));
  CHECK(close(other) == 0);

  /* 47: threads wait for one another; a large write is whole */
  CHECK(call(4328, (int)ends, NONBLOCK, 0) == 0 && call(4220, ends[0], 4, 0) == 0 && call(4220, ends[1], 4, 0) == 0);
  spawn(0, write_much);
  CHECK(writes == 0);
  int all = 0;
  while ((got = read(ends[0], room + all, 3333)) > 0) all += got;
  CHECK(all == sizeof large && writes == sizeof large && got == 0);
  for (word i = 0; i < sizeof large; i++) wrong += room[i] != large[i];
  CHECK(wrong == 0);
  CHECK(close(ends[0]) == 0 && call(4328, (int)ends, 0, 0) == 0);
  piece(0, large, 1), piece(1, large + 1, 69999), piece(2, 0, 0), piece(3, large + 70000, 20000), piece(4, large + 90000, 10000);
  writes = 0, spawn(0, write_pieces);
  CHECK(writes == 0);
  all = 0;
  while ((got = read(ends[0], room + all, 3333)) > 0) all += got;
  for (word i = 0; i < sizeof large; i++) wrong += room[i] != large[i];
  CHECK(all == sizeof large && writes == sizeof large && wrong == 0);
  CHECK(close(ends[0]) == 0 && call(4328, (int)ends, 0, 0) == 0);
  spawn(0, write_pieces);
  CHECK(read(ends[0], room, 9) == 9 && close(ends[0]) == 0 && call(4162, 0, 0, 0) == 0 && writes == 65536);
  CHECK(call(4328, (int)ends, 0, 0) == 0 && call(4328, (int)back, 0x80000, 0) == 0);
  spawn(1, answer);
  CHECK(write(back[1], "?", 1) == 1 && read(ends[0], room, 9) == 1 && room[0] == '!' && got == 1);

  /* 58: whose descriptor is another's, or none's, is told what was written */
  replaced(back[1]), replaced(2), replaced(ends[1]);
  CHECK(look(back[0], 0) == 0 && look(ends[0], 0) == 0);
  CHECK(call(4328, (int)third, 0, 0) == 0);
  writes = -1, spawn(0, write_to_third);
  CHECK(writes == -1 && close(third[1]) == 0 && call(4162, 0, 0, 0) == 0 && writes == 65536 && close(third[0]) == 0);

  /* 73: poll waits until there is something, or until its time is over */
  word before[2], after[2];
  spawn(2, wait_for_input);
  CHECK(flags == 0 && write(back[1], "x", 1) == 1 && call(4162, 0, 0, 0) == 0 && flags == IN);
  CHECK(read(back[0], room, 1) == 1 && call(4263, 1, (int)before, 0) == 0 && look(back[0], 3000) == 0);
  CHECK(call(4263, 1, (int)after, 0) == 0 && after[0] - before[0] >= 3 && after[0] - before[0] <= 4);
  word nap[2] = {1, 0}, wide[4] = {[LOW] = 1}, none[4] = {0};
  polled[0].descriptor = back[0], polled[0].events = IN;
  CHECK(call6(4302, (int)polled, 1, (int)nap, 0, 16, 0) == 0 && call6(4414, (int)polled, 1, (int)wide, 0, 16, 0) == 0);
  nap[0] = 1, wide[LOW] = 1;
  CHECK(call6(4302, (int)polled, 1, (int)none, 0, 16, 0) == 0 && call6(4302, 0, 0, (int)nap, 0, 16, 0) == 0);
  CHECK(call(4263, 1, (int)before, 0) == 0 && before[0] - after[0] >= 3 && before[0] - after[0] <= 4);

  /* 79: select */
  word readable = set_of(back[0]) | set_of(0), writable = set_of(back[1]), odd = set_of(back[0]);
  CHECK(call6(4142, 32, (int)&readable, (int)&writable, (int)&odd, 0, 0) == 2);
  CHECK(readable == 1 && writable == set_of(back[1]) && odd == 0);
  readable = set_of(back[0]);
  CHECK(call6(4142, 32, (int)&readable, 0, 0, (int)none, 0) == 0 && readable == 0);
  readable = set_of(back[0]), nap[0] = 1;
  CHECK(call6(4301, 32, (int)&readable, 0, 0, (int)nap, 0) == 0 && readable == 0);
  readable = set_of(31), nap[0] = 1;
  CHECK(call6(4301, 32, (int)&readable, 0, 0, (int)nap, 0) == -9 && call6(4413, -1, 0, 0, 0, (int)wide, 0) == -22);
  CHECK(call6(4413, 0, 0, 0, 0, (int)wide, 0) == 0);
  static word large_set[32];
  large_set[0] = set_of(back[1]);
  CHECK(call6(4142, 1024, 0, (int)large_set, 0, (int)none, 0) == 1);
  readable = set_of(back[0]);
  CHECK(write(back[1], "x", 1) == 1 && call6(4413, 32, (int)&readable, 0, 0, (int)wide, 0) == 1 && readable != 0);
  CHECK(call(4263, 1, (int)after, 0) == 0 && after[0] - before[0] >= 2 && after[0] - before[0] <= 3);

  /* 88: no more than there can be, and what failed leaves nothing open */
  int many[2], pipes = 0;
  while (call(4328, (int)many, 0, 0) == 0) pipes++;
  CHECK(pipes == 14 && call(4328, (int)many, 0, 0) == -23);
  int copies = 0;
  while (copy(0) > 0) copies++;
  CHECK(copies == 128 - 4 - 2 * 16 && copy(0) == -24 && close(many[0]) == 0 && close(many[1]) == 0);
  CHECK(copy(0) == many[0] && call(4328, (int)room, 0, 0) == -24 && copy(0) == many[1]);
  CHECK(call(4328, (int)room, 1, 0) == -22);

  /* 92: output that goes elsewhere is no output, and comes back */
  CHECK(close(many[0]) == 0 && call(4063, 1, many[0], 0) == many[0] && call(4063, back[1], 1, 0) == 1);
  CHECK(write(1, "hidden", 6) == 6 && call(4063, many[0], 1, 0) == 1 && write(1, "shown\n", 6) == 6);
  CHECK(read(back[0], room, 99) == 7 && room[1] == 'h');

  /* 95: select and ppoll tell what is left of their time, unless that was none */
  word parts[2] = {5, 0}, exact[2] = {5, 0}, large_parts[4] = {[LOW] = 5};
  readable = set_of(back[0]), polled[0].descriptor = back[0], polled[0].events = IN;
  CHECK(write(back[1], "x", 1) == 1 && call6(4142, 32, (int)&readable, 0, 0, (int)parts, 0) == 1);
  CHECK(parts[0] == 4 && parts[1] > 999000 && parts[1] < 1000000);
  CHECK(call6(4301, 32, (int)&readable, 0, 0, (int)exact, 0) == 1 && exact[0] == 4 && exact[1] > 999000000);
  CHECK(call6(4302, (int)polled, 1, (int)exact, 0, 16, 0) == 1 && exact[0] == 4 && exact[1] > 999000000);
  CHECK(call6(4413, 32, (int)&readable, 0, 0, (int)large_parts, 0) == 1 && large_parts[LOW] == 4 && large_parts[HIGH] == 0);
  CHECK(large_parts[2 + LOW] > 999000000 && large_parts[2 + HIGH] == 0 && call6(4414, (int)polled, 1, (int)large_parts, 0, 16, 0) == 1);
  CHECK(large_parts[LOW] == 4 && large_parts[2 + LOW] > 999000000 && read(back[0], room, 9) == 1);
  CHECK(call6(4142, 32, (int)&readable, 0, 0, (int)parts, 0) == 0 && parts[0] == 0 && parts[1] == 0 && readable == 0);
  CHECK(call6(4142, 32, (int)&readable, 0, 0, (int)parts, 0) == 0 && parts[0] == 0 && parts[1] == 0);
  CHECK(call6(4302, (int)polled, 1, (int)exact, 0, 16, 0) == 0 && exact[0] == 0 && exact[1] == 0);
  CHECK(call6(4414, (int)polled, 1, (int)large_parts, 0, 16, 0) == 0 && large_parts[LOW] == 0 && large_parts[2 + LOW] == 0);

  /* 106: who waited is told so, too; microseconds may make seconds; what is no time fails first */
  parts[0] = 1, parts[1] = 2000000, call(4263, 1, (int)before, 0);
  CHECK(call6(4142, 0, 0, 0, 0, (int)parts, 0) == 0 && call(4263, 1, (int)after, 0) == 0 && after[0] - before[0] >= 3);
  spawn(2, wait_for_a_second);
  CHECK(got == -1 && call(4166, (int)(word[2]){1, 0}, 0, 0) == 0 && write(back[1], "x", 1) == 1);
  call(4162, 0, 0, 0);
  CHECK(got == 1 && left[0] == 1 && left[1] > 990000 && left[1] < 1000000);
  readable = set_of(back[0]), parts[0] = 0, parts[1] = -5, exact[1] = 1000000000;
  CHECK(call6(4142, 32, (int)&readable, 0, 0, (int)parts, 0) == -22 && call6(4302, (int)polled, 1, (int)exact, 0, 16, 0) == -22);
  CHECK(call6(4301, 32, (int)&readable, 0, 0, (int)exact, 0) == -22 && call6(4142, 32, (int)&readable, 0, 0, 4, 0) == -14);
  return 0;
}
