/* alarm, setitimer, timer_create: the clock goes where they expire. */
#include "signals.h"

enum { ALARM = 4027, SETITIMER = 4104, GETITIMER = 4105, CREATE = 4257, SET = 4258, GET = 4259 };
enum { OVERRUN = 4260, DELETE = 4261, GET_WIDE = 4408, SET_WIDE = 4409, ABSOLUTE = 1, EOPNOTSUPP = 122 };

static const struct set none;
static volatile int count, last, by;
static volatile struct information seen;
static byte stacks[2][4096] __attribute__((aligned(8)));

static void look(int signal, struct information *information) {
  count++;
  last = signal;
  seen = *information;
  by = call(4222, 0, 0, 0);
}

struct times {
  int interval[2], value[2];
};

struct event {
  word value;
  int signal, how, thread;
  word more[12];
};

static word now(void) {
  word time[2];
  call(4263, 1, (int)time, 0);
  return time[0] * 1000000 + time[1] / 1000;
}

static int nap(int seconds) {
  int time[2] = {seconds, 0};
  return call(4166, (int)time, (int)time, 0) ? time[0] * 1000 + time[1] / 1000000 : 0;
}

static void alarms(void) {
  handle(SIGALRM, look, SA_INFO, none);
  CHECK(call(ALARM, 10, 0, 0) == 0 && call(ALARM, 5, 0, 0) == 10 && call(ALARM, 0, 0, 0) == 5);
  CHECK(nap(20) == 0 && count == 0);
  word start = now();
  CHECK(call(ALARM, 3, 0, 0) == 0 && call(PAUSE, 0, 0, 0) == -EINTR && count == 1 && last == SIGALRM);
  CHECK(now() - start >= 3000000 && now() - start < 3000200 && seen.code == 0x80 && seen.fields[0] == 0);
  CHECK(call(ALARM, 0, 0, 0) == 0 && call(ALARM, 3, 0, 0) == 0 && nap(10) == 7000 && count == 2);
  /* 6: a sleep that ends just then was not interrupted */
  CHECK(call(ALARM, 3, 0, 0) == 0 && nap(3) == 0 && count == 3);
  /* 7: whoever looks at the clock long enough */
  CHECK(call(ALARM, 1, 0, 0) == 0);
  for (int i = 0; i < 99000; i++) call(4013, 0, 0, 0);
  CHECK(count == 3);
  for (int i = 0; i < 2000; i++) call(4013, 0, 0, 0);
  CHECK(count == 4);
  CHECK(call(ALARM, 1, 0, 0) == 0);
  while (count == 4) call(YIELD, 0, 0, 0);
  CHECK(count == 5 && call(ALARM, 0, 0, 0) == 0);

  /* 12: what is blocked waits */
  CHECK(change(BLOCK, of(SIGALRM, 0, 0)) == 0 && call(ALARM, 1, 0, 0) == 0 && nap(2) == 0 && count == 5);
  CHECK(has(pending(), SIGALRM) && change(SETMASK, none) == 0 && count == 6);
}

static void intervals(void) {
  checks = 20;
  struct times times = {{0, 250000}, {1, 500000}}, old = {{9, 9}, {9, 9}};
  CHECK(call(SETITIMER, 0, (int)&times, (int)&old) == 0 && old.interval[0] == 0 && old.value[1] == 0);
  CHECK(call(GETITIMER, 0, (int)&old, 0) == 0 && old.interval[1] == 250000 && old.value[0] == 1 && old.value[1] == 500000);
  CHECK(call(ALARM, 0, 0, 0) == 2 && call(SETITIMER, 0, (int)&times, 0) == 0);
  count = 0;
  CHECK(nap(10) == 8500 && nap(10) == 9750 && nap(10) == 9750 && count == 3);
  times.value[0] = times.value[1] = 0;
  CHECK(call(SETITIMER, 0, (int)&times, (int)&old) == 0 && old.value[1] == 250000 && nap(10) == 0 && count == 3);
  CHECK(call(SETITIMER, 3, (int)&times, 0) == -EINVAL && call(GETITIMER, 3, (int)&times, 0) == -EINVAL);
  times.value[1] = 1000000;
  CHECK(call(SETITIMER, 0, (int)&times, 0) == -EINVAL && call(SETITIMER, 0, 4, 0) == -EFAULT);
  CHECK(call(GETITIMER, 0, 4, 0) == -EFAULT && call(SETITIMER, 0, 0, (int)&old) == 0);
  times.value[1] = 0;
  CHECK(call(SETITIMER, 1, (int)&times, (int)&old) == 0 && old.value[1] == 0 && call(GETITIMER, 2, (int)&old, 0) == 0);
}

static int made(int clock, struct event *event) {
  int timer = -1, answer = call(CREATE, clock, (int)event, (int)&timer);
  return answer ? answer : timer;
}

static void timers(void) {
  checks = 40;
  struct event event = {0x1234, SIGRT, 0, 0, {0}};
  handle(SIGRT, look, SA_INFO, none);
  int first = made(0, &event), second = made(1, 0), silent;
  CHECK(first == 0 && second == 1);
  event.how = 1;
  silent = made(0, &event);
  CHECK(silent == 2 && made(99, 0) == -EINVAL && made(4, 0) == -EOPNOTSUPP && call(CREATE, 0, 0, 4) == -EFAULT);
  event.how = 3;
  CHECK(made(0, &event) == -EINVAL && made(0, (struct event *)4) == -EFAULT);
  event.how = 4, event.thread = 7;
  CHECK(made(0, &event) == -EINVAL);
  event.how = 0, event.signal = 129;
  CHECK(made(0, &event) == -EINVAL);

  /* 46: a timer of one's own signal */
  struct times times = {{0, 0}, {2, 5}}, old = {{9, 9}, {9, 9}};
  count = 0;
  CHECK(call6(SET, first, 0, (int)&times, (int)&old, 0, 0) == 0 && old.value[0] == 0 && old.interval[0] == 0);
  CHECK(call(GET, first, (int)&old, 0) == 0 && old.value[0] == 2 && old.value[1] == 5);
  CHECK(nap(3) == 999 && count == 1 && last == SIGRT && seen.code == -3 && seen.fields[0] == 0 && seen.fields[2] == 0x1234);
  CHECK(call(GET, first, (int)&old, 0) == 0 && old.value[0] == 0 && old.value[1] == 0);
  /* 50: an alarm unless told otherwise */
  CHECK(call6(SET, second, 0, (int)&times, 0, 0, 0) == 0 && nap(3) == 999 && last == SIGALRM && seen.code == -3);
  CHECK(seen.fields[0] == 1 && seen.fields[2] == 1);
  /* 52: those that tell nobody */
  CHECK(call6(SET, silent, 0, (int)&times, 0, 0, 0) == 0 && nap(1) == 0);
  CHECK(call(GET, silent, (int)&old, 0) == 0 && old.value[0] == 1 && old.value[1] == 5);
  CHECK(nap(4) == 0 && count == 2 && call(GET, silent, (int)&old, 0) == 0 && old.value[0] == 0 && old.value[1] == 0);
  times.interval[0] = 2;
  CHECK(call6(SET, silent, 0, (int)&times, 0, 0, 0) == 0 && nap(5) == 0);
  CHECK(call(GET, silent, (int)&old, 0) == 0 && old.value[0] == 1 && old.value[1] == 5 && old.interval[0] == 2);

  /* 57: how often it expired in vain */
  CHECK(change(BLOCK, of(SIGRT, 0, 0)) == 0 && call6(SET, first, 0, (int)&times, 0, 0, 0) == 0 && nap(11) == 0);
  CHECK(call(OVERRUN, first, 0, 0) == 0 && change(SETMASK, none) == 0 && count == 3 && seen.fields[1] == 4);
  CHECK(call(OVERRUN, first, 0, 0) == 4);
  times.value[0] = 0, times.value[1] = 0;
  CHECK(call6(SET, first, 0, (int)&times, (int)&old, 0, 0) == 0 && old.interval[0] == 2 && old.value[0] == 1);

  /* 61: at a point in time, even one that has passed, and with wide times */
  word time[2], wide[8] = {0}, wide_old[8];
  call(4263, 0, (int)time, 0);
  times.value[0] = time[0] + 1, times.value[1] = time[1], times.interval[0] = 0;
  CHECK(call6(SET, first, ABSOLUTE, (int)&times, 0, 0, 0) == 0 && count == 3 && nap(9) == 8000 && count == 4);
  CHECK(call6(SET, first, ABSOLUTE, (int)&times, 0, 0, 0) == 0 && count == 5);
  wide[4 + LOW] = 3, wide[LOW] = 2;
  CHECK(call6(SET_WIDE, first, 0, (int)wide, (int)wide_old, 0, 0) == 0 && wide_old[4 + LOW] == 0 && wide_old[HIGH] == 0);
  CHECK(call(GET_WIDE, first, (int)wide_old, 0) == 0 && wide_old[4 + LOW] == 3 && wide_old[LOW] == 2 && wide_old[4 + HIGH] == 0);
  CHECK(nap(4) == 1000 && count == 6 && nap(4) == 2000 && count == 7);
  CHECK(call(DELETE, first, 0, 0) == 0 && call(DELETE, first, 0, 0) == -EINVAL && nap(9) == 0 && count == 7);
  CHECK(call(GET, first, (int)&old, 0) == -EINVAL && call(OVERRUN, -1, 0, 0) == -EINVAL);
  CHECK(call6(SET, second, 0, 0, 0, 0, 0) == -EINVAL && call6(SET, 32, 0, (int)&times, 0, 0, 0) == -EINVAL);
  times.value[1] = 1000000000;
  CHECK(call6(SET, second, 0, (int)&times, 0, 0, 0) == -EINVAL && call6(SET, second, 0, 4, 0, 0, 0) == -EFAULT);
  event.signal = SIGRT;
  int more = 0;
  while (made(0, &event) >= 0) more++;
  CHECK(more == 30 && made(0, &event) == -EAGAIN);
  for (int i = 0; i < 32; i++) call(DELETE, i, 0, 0);
}

static volatile int thread_id, done;

static void sleeper(void) {
  thread_id = call(4222, 0, 0, 0);
  done = nap(100);
}

static void for_thread(void) {
  checks = 80;
  int thread = spawn(sleeper, stacks[0] + 4096);
  call(YIELD, 0, 0, 0);
  struct event event = {5, SIGRT, 4, thread, {0}};
  struct times times = {{0, 0}, {2, 0}};
  int timer = made(0, &event);
  CHECK(timer == 0 && call6(SET, timer, 0, (int)&times, 0, 0, 0) == 0 && nap(5) == 0);
  CHECK(by == thread && thread_id == thread && done > 97000 && done < 98001 && seen.fields[2] == 5);
  /* 83: the thread has ended */
  CHECK(call6(SET, timer, 0, (int)&times, 0, 0, 0) == 0 && nap(5) == 0);
}

int main(void) {
  self = call(4020, 0, 0, 0);
  alarms();
  intervals();
  timers();
  for_thread();
  return 0;
}
