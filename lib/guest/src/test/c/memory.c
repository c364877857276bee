/* brk, mmap, munmap, mprotect, madvise: memory is where it should be, and zero when it should be. */
#include "check.h"
#include "filled.h"

enum { PAGE = 4096, NONE = 0, RW = 3, FIXED = 0x10, PRIVATE = 2, ANONYMOUS = 0x800 };

static int map(word at, word size, int protection, int flags) {
  return call6(4090, at, size, protection, flags | PRIVATE | ANONYMOUS, -1, 0);
}

static int failed(int result) { return result < 0 && result > -4096; }

enum { BLOCKS = 40 };

static struct {
  word at, pages;
} blocks[BLOCKS];

static word seed = 1;

/* The first and the last word of each of a block's pages. */
static void mark(int i) {
  for (word page = 0; page < blocks[i].pages; page++) {
    ((word *)(blocks[i].at + page * PAGE))[0] = i + 1;
    ((word *)(blocks[i].at + page * PAGE))[PAGE / 4 - 1] = i + 1;
  }
}

static int marked(int i, word value) {
  int right = 1;
  for (word page = 0; page < blocks[i].pages; page++) {
    right &= ((word *)(blocks[i].at + page * PAGE))[0] == value;
    right &= ((word *)(blocks[i].at + page * PAGE))[PAGE / 4 - 1] == value;
  }
  return right;
}

static byte own[3 * PAGE] __attribute__((aligned(PAGE)));

int main(void) {
  /* 1: the break grows, and what it gives is zero, again after it shrank */
  word start = call(4045, 0, 0, 0);
  CHECK(start % PAGE == 0);
  CHECK((word)call(4045, start + 10000, 0, 0) == start + 10000);
  CHECK(is(start, 10000, 0));
  fill(start, 10000);
  CHECK((word)call(4045, start + 5001, 0, 0) == start + 5001);
  CHECK((word)call(4045, start + 20000, 0, 0) == start + 20000);
  CHECK(is(start, 2 * PAGE, 0xee) && is(start + 2 * PAGE, 20000 - 2 * PAGE, 0));
  CHECK((word)call(4045, start - 1, 0, 0) == start + 20000);
  CHECK((word)call(4045, 0x30000000, 0, 0) == start + 20000);

  /* 9: mappings are zero, apart, and zero again when they are given again */
  word a = map(0, 100000, RW, 0);
  word b = map(0, PAGE, RW, 0);
  word c = map(0, 70000, RW, 0);
  CHECK(a % PAGE == 0 && b % PAGE == 0 && c % PAGE == 0);
  CHECK(b >= a + 100000 && c >= b + PAGE);
  CHECK(is(a, 100000, 0) && is(b, PAGE, 0) && is(c, 70000, 0));
  fill(a, 100000), fill(b, PAGE), fill(c, 70000);
  CHECK(call(4091, a, 100000, 0) == 0);
  CHECK(is(b, PAGE, 0xee) && is(c, 70000, 0xee));
  word d = map(0, 50000, RW, 0);
  CHECK(d == a && is(d, 50000, 0));
  word e = map(0, 200000, RW, 0);
  CHECK(e >= c + 70000 && is(e, 200000, 0));
  CHECK(call(4091, e, 200000, 0) == 0 && call(4091, c, 70000, 0) == 0);
  CHECK((word)map(0, 70000, RW, 0) == c && is(c, 70000, 0));

  /* 18: the break has room left, but not without end */
  CHECK((word)call(4045, start + 500000, 0, 0) == start + 500000);
  CHECK((word)call(4045, start + 5000000, 0, 0) == start + 500000);

  /* 20: reserved, then made writable; a fixed mapping replaces what was there */
  word r = map(0, 1 << 20, NONE, 0);
  CHECK(!failed(r) && call(4125, r, PAGE, RW) == 0);
  fill(r, PAGE);
  CHECK((word)map(r, 2 * PAGE, RW, FIXED) == r && is(r, 2 * PAGE, 0));
  fill(r, 2 * PAGE);
  CHECK(call(4218, r, PAGE, 4) == 0 && is(r, PAGE, 0) && is(r + PAGE, PAGE, 0xee));
  CHECK(call(4218, r, PAGE, 3) == 0);

  /* 24: wishes that are refused */
  CHECK(map(0, 0, RW, 0) == -22);
  CHECK(map(0, 0x20000000, RW, 0) == -12);
  CHECK(map(0, 0xfffff000, RW, 0) == -12);
  CHECK(map(0, 0x08000000, NONE, 0) == -12);
  CHECK(map(0x2000f000, 2 * PAGE, RW, FIXED) == -12);
  CHECK(map(r + 1, PAGE, RW, FIXED) == -22);
  CHECK(call6(4090, 0, PAGE, RW, PRIVATE, 3, 0) == -19);
  CHECK(call(4091, r + 1, PAGE, 0) == -22);
  CHECK(call(4091, 0x2000f000, 2 * PAGE, 0) == -22);

  /* 33: a wish for an address further on is heard, one that is taken is not */
  word h = map(r + (4 << 20), PAGE, RW, 0);
  CHECK(h == r + (4 << 20));
  CHECK((word)map(h, PAGE, RW, 0) != h);
  CHECK((word)map(0x10000, PAGE, RW, 0) != 0x10000);

  /* 36: whatever order mappings come and go in, none is lost, none given twice */
  word large = map(0, 16 << 20, RW, 0);
  CHECK(!failed(large) && call(4091, large, 16 << 20, 0) == 0);
  int wrong = 0;
  for (int round = 0; round < 1200; round++) {
    seed = seed * 1103515245 + 12345;
    int i = (seed >> 16) % BLOCKS;
    if (blocks[i].pages == 0 && round < 1000) {
      blocks[i].pages = 1 + (seed >> 24) % 9;
      blocks[i].at = map(0, blocks[i].pages * PAGE, RW, 0);
      wrong += blocks[i].at > large + 2 * BLOCKS * 9 * PAGE || !marked(i, 0);
      mark(i);
    } else if (blocks[i].pages != 0) {
      wrong += !marked(i, i + 1) || call(4091, blocks[i].at, blocks[i].pages * PAGE, 0) != 0;
      blocks[i].pages = 0;
    }
  }
  for (int i = 0; i < BLOCKS; i++)
    if (blocks[i].pages != 0)
      wrong += !marked(i, i + 1) || call(4091, blocks[i].at, blocks[i].pages * PAGE, 0) != 0;
  CHECK(wrong == 0);
  CHECK((word)map(0, 16 << 20, RW, 0) == large && call(4091, large, 16 << 20, 0) == 0);
  CHECK(call(4091, large, 0, 0) == -22 && call(4091, large, PAGE, 0) == 0);

  /* 40: a hole in a mapping is filled again, and so is one that was made twice */
  CHECK((word)map(0, 9 * PAGE, RW, 0) < b && (word)map(0, PAGE, RW, 0) < b);
  word whole = map(0, 20 * PAGE, RW, 0);
  CHECK(call(4091, whole + 5 * PAGE, 4 * PAGE, 0) == 0);
  CHECK(call(4091, whole + 4 * PAGE, 6 * PAGE, 0) == 0);
  CHECK(call(4091, whole + 6 * PAGE, PAGE, 0) == 0);
  CHECK((word)map(whole + 5 * PAGE, PAGE, RW, FIXED) == whole + 5 * PAGE);
  CHECK((word)map(0, 4 * PAGE, RW, 0) == whole + 6 * PAGE);
  CHECK((word)map(0, PAGE, RW, 0) == whole + 4 * PAGE);

  /* 47: a fixed mapping may take the program's own memory, but not the kernel's, which lies below it */
  fill((word)own, sizeof own);
  CHECK((word)map((word)own + PAGE, PAGE, RW, FIXED) == (word)own + PAGE);
  CHECK(is((word)own, PAGE, 0xee) && is((word)own + PAGE, PAGE, 0) && is((word)own + 2 * PAGE, PAGE, 0xee));
  CHECK(map(0x10000 - 2 * PAGE, PAGE, RW, FIXED) == -12);

  /* 50: nor what lies below memory; nobody else may touch them either */
  CHECK(map(0, PAGE, RW, FIXED) == -12 && map(0x1000, 15 * PAGE, RW, FIXED) == -12);
  CHECK(call(4091, 0x10000 - PAGE, PAGE, 0) == -22 && call(4091, 0, PAGE, 0) == -22);
  CHECK(call(4218, 0x10000 - PAGE, PAGE, 4) == -12 && call(4218, 0, 32 * PAGE, 4) == -12);
  CHECK(call(4125, 0x10000 - PAGE, PAGE, RW) == -12 && call(4125, 0, PAGE, NONE) == -12);
  CHECK(call6(4167, 0x10000 - PAGE, PAGE, 2 * PAGE, 1, 0, 0) == -14);

  /* 55: advice is about pages, and there is only so much of it */
  fill((word)own, sizeof own);
  CHECK(call(4218, (word)own + PAGE, 1, 4) == 0 && is((word)own + PAGE, PAGE, 0));
  CHECK(is((word)own, PAGE, 0xee) && is((word)own + 2 * PAGE, PAGE, 0xee));
  CHECK(call(4218, (word)own + 1, PAGE, 4) == -22 && call(4218, (word)own, PAGE, 5) == -22);
  CHECK(call(4218, (word)own, PAGE, 77) == -22 && call(4218, (word)own, PAGE, -1) == -22);
  CHECK(call(4218, (word)own, 0, 4) == 0 && call(4218, (word)own, -1, 4) == -12);

  /* 60: mappings become larger where they are if they can, else elsewhere, and smaller */
  word m = map(0, 3 * PAGE, RW, 0);
  fill(m, 3 * PAGE);
  CHECK((word)call6(4167, m, 3 * PAGE, 2 * PAGE, 0, 0, 0) == m);
  CHECK((word)map(m + 2 * PAGE, PAGE, RW, FIXED) == m + 2 * PAGE && is(m + 2 * PAGE, PAGE, 0));
  CHECK(call6(4167, m, 2 * PAGE, 4 * PAGE, 0, 0, 0) == -12);
  word moved = call6(4167, m, 2 * PAGE, 40 * PAGE, 1, 0, 0);
  CHECK(moved != m && is(moved, 2 * PAGE, 0xee) && is(moved + 2 * PAGE, 38 * PAGE, 0));
  CHECK((word)map(0, 2 * PAGE, RW, 0) == m && is(m, 2 * PAGE, 0));
  word size = 32 << 20, last = map(0, size, RW, 0);
  CHECK((word)call6(4167, last, size, size + 3 * PAGE, 0, 0, 0) == last && is(last + size, 3 * PAGE, 0));
  CHECK(call6(4167, last, size, 0x20000000, 1, 0, 0) == -12);
  CHECK(call6(4167, last + 1, PAGE, PAGE, 1, 0, 0) == -22 && call6(4167, last, PAGE, 0, 1, 0, 0) == -22);
  CHECK(call6(4167, last, PAGE, PAGE, 3, m, 0) == -22);

  /* 69: what is not mapped cannot be moved, protected or emptied, nor anything mapped in ways there are not */
  word gone = map(0, 3 * PAGE, RW, 0);
  fill(gone, 3 * PAGE);
  CHECK(call(4091, gone + PAGE, PAGE, 0) == 0 && call6(4167, gone, 3 * PAGE, 4 * PAGE, 1, 0, 0) == -14);
  CHECK(call(4125, gone, 3 * PAGE, NONE) == -12 && call(4125, last + (64 << 20), PAGE, RW) == -12);
  CHECK(call(4218, gone, 3 * PAGE, 4) == -12 && is(gone, PAGE, 0) && is(gone + 2 * PAGE, PAGE, 0));
  CHECK(call(4125, gone, PAGE, 0x40) == -22 && call6(4090, 0, PAGE, RW, ANONYMOUS, -1, 0) == -22);
  CHECK(call6(4090, 0, PAGE, RW, ANONYMOUS | 3, -1, 0) == -22 && map(0, PAGE, RW, 0x1000) == -12);
  CHECK(map(start + (1 << 19), PAGE, RW, FIXED) == -12);

  /* 77: what becomes accessible page by page may be written where nothing was yet */
  word arena = map(0, 1 << 20, NONE, 0);
  CHECK(call(4125, arena, PAGE, RW) == 0 && call(4125, arena + PAGE, PAGE, RW) == 0);
  *(word *)arena = 1;
  word shrunk = map(0, 1 << 20, NONE, 0);
  CHECK(call(4091, shrunk, 8 * PAGE, 0) == 0 && call(4125, shrunk + 8 * PAGE, PAGE, RW) == 0);
  word reused = map(0, 8 * PAGE, RW, 0);
  CHECK(reused == shrunk);
  fill(reused, 8 * PAGE);

  /* 80: what is in a pipe is no memory of the program's */
  int ends[2];
  CHECK(call(4328, (int)ends, 0, 0) == 0 && write(ends[1], "in the pipe", 11) == 11);
  word free = map(0, PAGE, RW, 0);
  for (word at = start; at < free + (40 << 20); at += 1 << 16) map(at, PAGE, NONE, FIXED), call(4091, at, PAGE, 0);
  byte room[11];
  CHECK(read(ends[0], room, 11) == 11 && room[0] == 'i' && room[10] == 'e');

  /* 82: all there is can be had, and no more */
  word total = 0;
  while (!failed(map(0, 16 << 20, RW, 0))) total += 16;
  CHECK(total >= 448 && total < 512);
  return 0;
}
