/* The clock reaches as far as 32 bits do: what stdin says is done with times that lie beyond. */
#include "signals.h"

static word now(void) {
  word wide[4];
  call(4403, 1, (int)wide, 0);
  return wide[HIGH] ? 0 : wide[LOW];
}

static int sleep(word seconds) {
  word wide[4] = {[LOW] = seconds};
  return call6(4407, 1, 0, (int)wide, 0, 0, 0);
}

static int sleep_until(word low, word high) {
  word wide[4] = {[LOW] = low, [HIGH] = high};
  return call6(4407, 1, 1, (int)wide, 0, 0, 0);
}

static volatile int count;

static void count_it(int signal) { count += signal == SIGALRM; }

int main(void) {
  byte way;
  word wide[4] = {[LOW] = 5, [HIGH] = 2}, longest[8] = {[LOW] = 0xfffffff0, [4 + LOW] = 0xfffffff0};
  int ends[2], timer;
  self = call(4020, 0, 0, 0);
  if (read(STDIN, &way, 1) != 1) return 101;
  /* 1: up to there it is right */
  CHECK(sleep(0x7fffffff) == 0 && now() == 946684800u + 0x7fffffffu);
  CHECK(sleep_until(0xf0000000, 0) == 0 && now() == 0xf0000000 && sleep_until(0x7fffffff, 0) == 0 && now() == 0xf0000000);
  CHECK(sleep(0x100) == 0 && now() == 0xf0000100 && call(4328, (int)ends, 0x80, 0) == 0 && call(4257, 1, 0, (int)&timer) == 0);
  struct {
    int descriptor;
    short events, seen;
  } polled = {ends[0], 1, 0};
  switch (way) {
    case 'n': { /* what does not come to pass may be as far as it likes */
      byte room;
      CHECK(call(4409, timer, 0, (int)longest) == 0 && write(ends[1], "x", 1) == 1);
      CHECK(call6(4414, (int)&polled, 1, (int)wide, 0, 16, 0) == 1 && wide[HIGH] == 2 && wide[LOW] == 4);
      CHECK(wide[2 + LOW] == 999990000 && wide[2 + HIGH] == 0 && read(ends[0], &room, 1) == 1 && sleep(3) == 0);
      /* 6: what is left of it is told */
      handle(SIGALRM, count_it, 0, (struct set){{0}});
      wide[LOW] = 1, wide[2 + LOW] = 0, call(4027, 5, 0, 0);
      CHECK(call6(4407, 1, 0, (int)wide, (int)longest, 0, 0) == -EINTR && count == 1);
      CHECK(longest[HIGH] == 1 && longest[LOW] == 0xfffffffc && longest[2 + LOW] == 0 && wide[LOW] == 1);
      return 0;
    }
    case 's': sleep(0x7fffffff); break;
    case 'u': sleep_until(5, 2); break;
    case 'p': call6(4414, (int)&polled, 1, (int)wide, 0, 16, 0); break;
    case 'm': sleep(0x0ff00000), call(4188, (int)&polled, 1, 0x7fffffff); break;
    case 'f': call6(4422, (int)&timer, 128, timer, (int)wide, 0, 0); break;
    case 'w': call6(4197, (int)wide, 0, (int)(word[2]){0x7fffffff, 0}, 16, 0, 0); break;
    case 'i': /* the timer's second time */
      longest[LOW] = 0x7fffffff, longest[4 + LOW] = 1;
      handle(SIGALRM, count_it, 0, (struct set){{0}});
      call6(4409, timer, 0, (int)longest, 0, 0, 0), call(PAUSE, 0, 0, 0), call(PAUSE, 0, 0, 0);
      break;
    case 'l': /* how much is left is more than can be told */
      call6(4409, timer, 0, (int)longest, 0, 0, 0);
      call(4408, timer, (int)longest, 0);
      break;
    case 't': /* the clock moves by itself */
      sleep_until(0xfffffffe, 0);
      for (int i = 0; i < 100001; i++) now();
      break;
  }
  return 100;
}
