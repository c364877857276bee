/* Signals between threads, and what becomes of those that wait. */
#include "signals.h"

enum { WAIT = 128, FUTEX = 4238, ETIMEDOUT = 145 };

static const struct set none;
static byte stacks[8][4096] __attribute__((aligned(8)));
static volatile int count, last, by, result, done, phase, main_id;
static volatile word gate, left[4];
static int ends[2];

static void count_it(int signal) {
  count++;
  last = signal;
  by = call(4222, 0, 0, 0);
}

static int nobody(void) { return 0; }

static int (*volatile what)(void) = nobody;

static void helper(void) {
  result = what();
  done = 1;
}

/* Lets a thread begin something that waits; its number. */
static int begin(int (*volatile wait)(void)) {
  done = 0, result = 12345, what = wait, count = 0;
  int thread = spawn(helper, stacks[1] + 4096);
  call(YIELD, 0, 0, 0);
  return thread;
}

static int futex(void) { return call6(FUTEX, (int)&gate, WAIT, 0, 0, 0, 0); }

static int futex_for_a_while(void) {
  static const word time[2] = {100, 0};
  return call6(FUTEX, (int)&gate, WAIT, 0, (int)time, 0, 0);
}

static int sleep(void) {
  static const word time[2] = {100, 5};
  return call(4166, (int)time, (int)left, 0);
}

static int sleep_wide(void) {
  static const word time[4] = {[LOW] = 100, [2 + LOW] = 5};
  return call6(4407, 1, 0, (int)time, (int)left, 0, 0);
}

static int sleep_badly(void) {
  static const word time[2] = {100, 5};
  return call6(4265, 1, 0, (int)time, 8, 0, 0);
}

static int sleep_until(void) {
  static const word time[2] = {2000000000, 5};
  return call6(4265, 1, 1, (int)time, (int)left, 0, 0);
}

static byte buffer[8192];

static int read_one(void) { return read(ends[0], buffer, 1); }

static int read_pieces(void) {
  static struct {
    void *data;
    int size;
  } piece = {buffer, 7};
  return call(4145, ends[0], (int)&piece, 1);
}

static int fill(void) {
  int written = 0;
  for (;;) {
    int now = write(ends[1], buffer, 7000);
    if (now < 0) return now;
    written += now;
    if (now < 7000) return written;
  }
}

static struct {
  int descriptor;
  short events, seen;
} polled;

static int poll(void) {
  polled.descriptor = ends[0], polled.events = 1;
  return call(4188, (int)&polled, 1, -1);
}

static int select(void) {
  word set = 1u << ends[0];
  return call6(4142, ends[0] + 1, (int)&set, 0, 0, 0, 0);
}

static word time_left[2];

static int select_for_a_while(void) {
  word set = 1 << ends[0];
  return call6(4142, 32, (int)&set, 0, 0, (int)time_left, 0);
}

static int ppoll_for_a_while(void) {
  polled.descriptor = ends[0], polled.events = 1;
  return call6(4302, (int)&polled, 1, (int)time_left, 0, 16, 0);
}

static int epoll(void) {
  static word watch[4] = {1}, seen[4];
  int set = call(4326, 0, 0, 0), event = call(4325, 0, 0, 0);
  call6(4249, set, 1, event, (int)watch, 0, 0);
  int answer = call6(4250, set, (int)seen, 1, -1, 0, 0);
  call(4006, set, 0, 0), call(4006, event, 0, 0);
  return answer;
}

static int pause(void) { return call(PAUSE, 0, 0, 0); }

static int suspend(void) {
  struct set set = of(SIGUSR2, 0, 0);
  int answer = call(SIGSUSPEND, (int)&set, 16, 0);
  return has(blocked(), SIGUSR1) && !has(blocked(), SIGUSR2) ? answer : 999;
}

static volatile struct information seen;

static int await(void) {
  struct set set = of(SIGUSR2, SIGRT, 9);
  return call6(SIGTIMEDWAIT, (int)&set, (int)&seen, 0, 16, 0, 0);
}

/* What a wait returns that a handler without SA_RESTART came into, and then with it. */
static int interrupted(int (*volatile wait)(void), word flags) {
  handle(SIGUSR1, count_it, flags, none);
  int thread = begin(wait);
  if (done || call(TGKILL, self, thread, SIGUSR1) != 0 || count != 0) return 1000;
  while (!done && count == 0) call(YIELD, 0, 0, 0);
  if (count != 1 || by != thread) return 1001;
  call(YIELD, 0, 0, 0);
  if (!done) return 1002;
  return result;
}

/* It goes on waiting; the number of its thread. */
static int restarted(int (*volatile wait)(void)) {
  handle(SIGUSR1, count_it, SA_RESTART, none);
  int thread = begin(wait);
  if (done || call(TGKILL, self, thread, SIGUSR1) != 0) return -1;
  for (int i = 0; i < 3; i++) call(YIELD, 0, 0, 0);
  return count == 1 && by == thread && !done ? thread : -2;
}

static void waits(void) {
  CHECK(call(4328, (int)ends, 0, 0) == 0);
  /* 2: all of them end */
  CHECK(interrupted(futex, 0) == -EINTR && interrupted(futex_for_a_while, 0) == -EINTR);
  CHECK(interrupted(sleep, 0) == -EINTR && left[0] == 99 && left[1] > 999000000 && left[1] < 1000000000);
  left[LOW] = 0;
  CHECK(interrupted(sleep_wide, 0) == -EINTR && left[LOW] == 99 && left[HIGH] == 0 && left[2 + LOW] > 999000000);
  CHECK(interrupted(sleep_badly, 0) == -EFAULT && interrupted(sleep_until, 0) == -EINTR);
  CHECK(interrupted(read_one, 0) == -EINTR && interrupted(read_pieces, 0) == -EINTR);
  CHECK(interrupted(poll, 0) == -EINTR && interrupted(select, 0) == -EINTR && interrupted(epoll, 0) == -EINTR);
  CHECK(interrupted(pause, 0) == -EINTR);
  /* 9: what was written counts */
  CHECK(interrupted(fill, 0) == 65536 && interrupted(fill, 0) == -EINTR);
  for (int i = 0; i < 8; i++) read(ends[0], buffer, sizeof buffer);

  /* 10: SA_RESTART does not help these */
  CHECK(interrupted(futex_for_a_while, SA_RESTART) == -EINTR && interrupted(sleep, SA_RESTART) == -EINTR);
  CHECK(interrupted(poll, SA_RESTART) == -EINTR && interrupted(select, SA_RESTART) == -EINTR);
  CHECK(interrupted(epoll, SA_RESTART) == -EINTR && interrupted(pause, SA_RESTART) == -EINTR);
  /* 13: and these begin anew */
  CHECK(restarted(futex) > 0 && call6(FUTEX, (int)&gate, 129, 1, 0, 0, 0) == 1);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 0 && restarted(read_one) > 0 && write(ends[1], "x", 1) == 1);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 1 && buffer[0] == 'x' && restarted(read_pieces) > 0 && write(ends[1], "yz", 2) == 2);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 2);

  /* 17: what came before the signal is not lost */
  handle(SIGUSR1, count_it, 0, none);
  int thread = begin(read_one);
  CHECK(!done && write(ends[1], "w", 1) == 1 && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 1 && count == 1);
  thread = begin(poll);
  CHECK(write(ends[1], "w", 1) == 1 && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 1 && count == 1 && read(ends[0], buffer, 9) == 1);
  /* 21: woken for nothing, it finds the signal */
  int others[2];
  CHECK(call(4328, (int)others, 0, 0) == 0);
  thread = begin(read_one);
  CHECK(write(others[1], "w", 1) == 1 && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == -EINTR && count == 1);
  thread = begin(futex);
  CHECK(call6(FUTEX, (int)&gate, 129, 1, 0, 0, 0) == 1 && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 0 && count == 1);
  /* 26: who takes the handler away lets it wait on */
  thread = begin(read_one);
  CHECK(call(TGKILL, self, thread, SIGUSR1) == 0 && handle(SIGUSR1, (void *)1, 0, none) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(!done && count == 0 && write(ends[1], "w", 1) == 1);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 1 && handle(SIGUSR1, count_it, 0, none) == 0);
  /* 29: but not who has written something, which counts */
  thread = begin(fill);
  CHECK(call(TGKILL, self, thread, SIGUSR1) == 0 && handle(SIGUSR1, (void *)1, 0, none) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == 65536 && count == 0);
  for (int i = 0; i < 8; i++) read(ends[0], buffer, sizeof buffer);
}

/* Masks: a new thread has its maker's; calls have their own. */
static int inherited(void) {
  if (blocked().bits[0] != of(SIGUSR1, SIGUSR2, 0).bits[0]) return 1;
  struct stack stack;
  call(SIGALTSTACK, 0, (int)&stack, 0);
  if (stack.flags != 2) return 2;
  change(SETMASK, none);
  return pause();
}

static int masked_poll(void) {
  struct set set = none;
  polled.descriptor = ends[0], polled.events = 1;
  int answer = call6(4302, (int)&polled, 1, 0, (int)&set, 16, 0);
  return has(blocked(), SIGUSR1) ? answer : 999;
}

static int masked_select(void) {
  struct set mask = none;
  word set = 1u << ends[0], pointer[2] = {(word)&mask, 16};
  int answer = call6(4301, ends[0] + 1, (int)&set, 0, 0, 0, (int)pointer);
  return has(blocked(), SIGUSR1) ? answer : 999;
}

static void masks(void) {
  checks = 40;
  handle(SIGUSR1, count_it, 0, none), handle(SIGUSR2, count_it, 0, none);
  CHECK(change(SETMASK, of(SIGUSR1, SIGUSR2, 0)) == 0);
  struct stack room = {stacks[7], 4096, 0};
  CHECK(call(SIGALTSTACK, (int)&room, 0, 0) == 0);
  /* 43: one for any thread goes to who has not blocked it */
  int thread = begin(inherited);
  CHECK(!done && call(KILL, self, SIGUSR1, 0) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == -EINTR && count == 1 && by == thread && by != main_id);
  /* 45: one for a thread waits for that */
  thread = begin(inherited);
  CHECK(call(TGKILL, self, main_id, SIGUSR1) == 0 && has(pending(), SIGUSR1));
  call(YIELD, 0, 0, 0);
  CHECK(!done && count == 0 && call(TGKILL, self, thread, SIGUSR2) == 0 && !has(pending(), SIGUSR2));
  call(YIELD, 0, 0, 0);
  CHECK(done && result == -EINTR && count == 1 && last == SIGUSR2);
  CHECK(change(UNBLOCK, of(SIGUSR1, 0, 0)) == 0 && count == 2 && by == main_id && change(BLOCK, of(SIGUSR1, 0, 0)) == 0);
  /* 49: one for a thread that has ended is nobody's */
  CHECK(call(TGKILL, self, thread, SIGUSR1) == -ESRCH && call(KILL, thread, SIGUSR1, 0) == -ESRCH);

  /* 50: with a mask of its own a call is interrupted by what was blocked */
  thread = begin(masked_poll);
  CHECK(!done && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == -EINTR && count == 1);
  thread = begin(masked_select);
  CHECK(!done && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == -EINTR && count == 1);
  count = 0;
  CHECK(call(TGKILL, self, main_id, SIGUSR1) == 0 && count == 0 && masked_poll() == -EINTR && count == 1);
  CHECK(call(TGKILL, self, main_id, SIGUSR1) == 0 && count == 1 && masked_select() == -EINTR && count == 2);
  /* 56: but what is ready counts */
  CHECK(write(ends[1], "w", 1) == 1 && call(TGKILL, self, main_id, SIGUSR1) == 0 && masked_poll() == 1 && count == 2);
  CHECK(masked_select() == 1 && count == 2 && has(pending(), SIGUSR1) && read(ends[0], buffer, 9) == 1);
  CHECK(call6(4302, (int)&polled, 1, 0, (int)&room, 8, 0) == -EINVAL && call6(4302, (int)&polled, 1, 0, 4, 16, 0) == -EFAULT);
  CHECK(has(blocked(), SIGUSR1) && change(UNBLOCK, of(SIGUSR1, 0, 0)) == 0 && count == 3);
  CHECK(change(BLOCK, of(SIGUSR1, 0, 0)) == 0);
  /* 61: epoll_pwait looks at events only if it does not wait */
  static word seen_event[4];
  int set = call(4326, 0, 0, 0);
  CHECK(call(TGKILL, self, main_id, SIGUSR1) == 0 && call6(4313, set, (int)seen_event, 1, 0, (int)&none, 16) == 0);
  CHECK(count == 3 && call6(4313, set, (int)seen_event, 1, -1, (int)&none, 16) == -EINTR && count == 4);
  CHECK(has(blocked(), SIGUSR1) && call6(4313, set, (int)seen_event, 1, 0, (int)&none, 4) == -EINVAL);

  /* 64: suspend */
  CHECK(change(SETMASK, of(SIGUSR1, 0, 0)) == 0);
  thread = begin(suspend);
  CHECK(!done && call(TGKILL, self, thread, SIGUSR2) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(!done && count == 0 && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  /* the other one comes as soon as the mask is as it was */
  CHECK(done && result == -EINTR && count == 2);
  CHECK(call(TGKILL, self, main_id, SIGUSR1) == 0 && count == 2 && suspend() == -EINTR && count == 3);
  CHECK(call(SIGSUSPEND, 4, 16, 0) == -EFAULT && call(SIGSUSPEND, (int)&none, 4, 0) == -EINVAL);
}

static void awaiting(void) {
  checks = 80;
  struct set set = of(SIGUSR2, SIGRT, 0);
  static const word now[2], moment[2] = {0, 1000000}, absurd[2] = {0, 1000000000}, moment_wide[4] = {[2 + LOW] = 1000};
  CHECK(change(SETMASK, of(SIGUSR2, SIGRT, 0)) == 0);
  CHECK(call6(SIGTIMEDWAIT, (int)&set, 0, (int)now, 16, 0, 0) == -EAGAIN);
  CHECK(call6(SIGTIMEDWAIT, (int)&set, 0, (int)moment, 16, 0, 0) == -EAGAIN);
  CHECK(call6(4421, (int)&set, 0, (int)moment_wide, 16, 0, 0) == -EAGAIN);
  CHECK(call6(SIGTIMEDWAIT, (int)&set, 0, (int)absurd, 16, 0, 0) == -EINVAL);
  CHECK(call6(SIGTIMEDWAIT, (int)&set, 0, 0, 8, 0, 0) == -EINVAL && call6(SIGTIMEDWAIT, 4, 0, 0, 16, 0, 0) == -EFAULT);
  CHECK(call6(SIGTIMEDWAIT, (int)&set, 4, 0, 16, 0, 0) == -EFAULT);
  /* 88: lower numbers first, then in the order of sending */
  struct information sent = {0, -1, 0, {1, 2, 3}};
  CHECK(call6(SIGQUEUE, self, SIGRT, (int)&sent, 0, 0, 0) == 0);
  sent.fields[2] = 4;
  CHECK(call6(SIGQUEUE, self, SIGRT, (int)&sent, 0, 0, 0) == 0 && call(KILL, self, SIGUSR2, 0) == 0);
  CHECK(await() == SIGUSR2 && seen.number == SIGUSR2 && seen.code == 0 && (int)seen.fields[0] == self);
  CHECK(await() == SIGRT && seen.number == SIGRT && seen.code == -1 && seen.fields[2] == 3 && seen.fields[28] == 0);
  CHECK(await() == SIGRT && seen.fields[2] == 4 && pending().bits[0] == 0 && pending().bits[1] == 0);
  /* 93: a thread that waits for it */
  int thread = begin(await);
  CHECK(!done && call(KILL, self, SIGRT, 0) == 0 && !done);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == SIGRT && seen.number == SIGRT && pending().bits[1] == 0);
  thread = begin(await);
  CHECK(!done && call(TGKILL, self, thread, SIGUSR2) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == SIGUSR2 && seen.code == -6 && count == 0);
  /* 97: another signal ends that wait */
  handle(SIGUSR1, count_it, SA_RESTART, none);
  thread = begin(await);
  CHECK(!done && call(TGKILL, self, thread, SIGUSR1) == 0);
  call(YIELD, 0, 0, 0);
  CHECK(done && result == -EINTR && count == 1 && change(SETMASK, none) == 0);
}

/* Whoever is interrupted is told how much of the time is left. */
static void times(void) {
  int kept[2] = {ends[0], ends[1]};
  checks = 120;
  CHECK(call(4328, (int)ends, 0, 0) == 0);
  time_left[0] = 100, time_left[1] = 5;
  CHECK(interrupted(select_for_a_while, SA_RESTART) == -EINTR && time_left[0] == 99);
  CHECK(time_left[1] > 999000 && time_left[1] < 1000000);
  CHECK(interrupted(ppoll_for_a_while, 0) == -EINTR && time_left[0] == 99 && time_left[1] < 999999);
  call(4006, ends[0], 0, 0), call(4006, ends[1], 0, 0);
  ends[0] = kept[0], ends[1] = kept[1];
}

/* Whoever writes to a pipe that nobody reads. */
static void broken(void) {
  checks = 110;
  CHECK(call(4006, ends[0], 0, 0) == 0 && handle(SIGPIPE, (void *)1, 0, none) == 0);
  CHECK(write(ends[1], "x", 1) == -32 && handle(SIGPIPE, count_it, 0, none) == 0);
  count = 0;
  CHECK(write(ends[1], "x", 1) == -32 && count == 1 && last == SIGPIPE);
  CHECK(change(BLOCK, of(SIGPIPE, 0, 0)) == 0 && write(ends[1], "x", 1) == -32 && count == 1 && has(pending(), SIGPIPE));
}

int main(void) {
  self = call(4020, 0, 0, 0), main_id = call(4222, 0, 0, 0);
  waits();
  masks();
  awaiting();
  times();
  broken();
  return 0;
}
