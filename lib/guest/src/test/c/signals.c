/* Handlers, masks, what was sent and waits, in one thread. */
#include "signals.h"

static volatile int count, order, last, nested;
static volatile struct information seen;
static volatile struct user_context context;
static volatile word in_handler;

static void count_it(int signal) {
  count++;
  last = signal;
}

static void in_order(int signal) { order = order * 100 + signal; }

static void look(int signal, struct information *information, struct user_context *user) {
  count++;
  last = signal;
  seen = *information;
  context = *user;
  in_handler = (word)&signal;
}

static void nest(int signal) {
  order = order * 10 + signal - SIGUSR1 + 1;
  if (signal == SIGUSR1) call(KILL, self, SIGUSR2, 0);
  order = order * 10 + signal - SIGUSR1 + 1;
}

static void again(int signal) {
  nested++;
  if (nested < 3) call(KILL, self, signal, 0);
  count++;
}

static const struct set none;

static void sending(void) {
  /* 1: whom, what */
  CHECK(call(KILL, self, 0, 0) == 0 && call(KILL, 0, 0, 0) == 0 && call(KILL, -self, 0, 0) == 0);
  CHECK(call(KILL, 1, 0, 0) == -ESRCH && call(KILL, 7, SIGTERM, 0) == -ESRCH && call(KILL, -1, SIGTERM, 0) == -ESRCH);
  CHECK(call(KILL, self, -1, 0) == -EINVAL && call(KILL, self, 129, 0) == -EINVAL && call(KILL, 7, 129, 0) == -ESRCH);
  CHECK(call(TKILL, self, 0, 0) == 0 && call(TKILL, 0, 0, 0) == -EINVAL && call(TKILL, 7, 1, 0) == -ESRCH);
  CHECK(call(TKILL, self, 1000, 0) == -EINVAL);
  CHECK(call(TGKILL, self, self, 0) == 0 && call(TGKILL, self, 7, 1) == -ESRCH && call(TGKILL, 7, self, 1) == -ESRCH);
  CHECK(call(TGKILL, -1, self, 1) == -EINVAL && call(TGKILL, self, 0, 1) == -EINVAL);
  CHECK(call(TGKILL, self, self, 129) == -EINVAL);

  /* 9: what nobody takes notice of */
  for (int signal = 1; signal <= 128; signal++) {
    if (signal == 9 || signal == SIGSTOP) continue;
    CHECK(handle(signal, (void *)1, 0, none) == 0 && call(TGKILL, self, self, signal) == 0);
    checks--;
    handle(signal, 0, 0, none);
  }
  CHECK(call(KILL, self, SIGCHLD, 0) == 0 && call(KILL, self, SIGURG, 0) == 0);
  CHECK(call(KILL, self, SIGWINCH, 0) == 0 && call(KILL, self, SIGCONT, 0) == 0);

  /* 11: every signal has a handler but two */
  for (int signal = 1; signal <= 128; signal++) {
    if (signal == 9 || signal == SIGSTOP) {
      CHECK(handle(signal, count_it, 0, none) == -EINVAL);
    } else {
      last = 0;
      CHECK(handle(signal, count_it, 0, none) == 0 && call(KILL, self, signal, 0) == 0 && last == signal);
      last = 0;
      CHECK(call(TKILL, self, signal, 0) == 0 && last == signal && handle(signal, 0, 0, none) == 0);
      checks--;
    }
    checks--;
  }
  CHECK(count == 252);
}

static void masking(void) {
  /* 20 */
  checks = 19;
  CHECK(change(BLOCK, of(SIGUSR1, SIGRT, 9)) == 0);
  CHECK(has(blocked(), SIGUSR1) && has(blocked(), SIGRT) && !has(blocked(), 9));
  CHECK(change(BLOCK, of(SIGUSR2, SIGSTOP, 0)) == 0 && has(blocked(), SIGUSR1) && has(blocked(), SIGUSR2));
  CHECK(!has(blocked(), SIGSTOP) && change(UNBLOCK, of(SIGUSR1, 77, 0)) == 0);
  CHECK(!has(blocked(), SIGUSR1) && has(blocked(), SIGUSR2) && change(SETMASK, of(SIGUSR1, 128, 0)) == 0);
  CHECK(has(blocked(), SIGUSR1) && !has(blocked(), SIGUSR2) && has(blocked(), 128) && blocked().bits[0] == 0x8000);
  CHECK(change(0, none) == -EINVAL && change(4, none) == -EINVAL && change(-1, none) == -EINVAL);
  struct set set = of(SIGINT, 0, 0), old;
  CHECK(call6(SIGPROCMASK, SETMASK, (int)&set, 0, 8, 0, 0) == -EINVAL);
  CHECK(call6(SIGPROCMASK, SETMASK, 4, 0, 16, 0, 0) == -EFAULT && call6(SIGPROCMASK, 9, 0, (int)&old, 16, 0, 0) == 0);
  CHECK(call6(SIGPROCMASK, SETMASK, (int)&set, (int)&set, 16, 0, 0) == 0 && has(set, SIGUSR1) && has(blocked(), SIGINT));

  /* 30: what is blocked waits, and comes once */
  CHECK(change(SETMASK, of(SIGUSR1, SIGRT, SIGTERM)) == 0 && handle(SIGUSR1, count_it, 0, none) == 0);
  count = 0;
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && call(KILL, self, SIGUSR1, 0) == 0 && count == 0);
  CHECK(has(pending(), SIGUSR1) && !has(pending(), SIGUSR2) && call(TKILL, self, SIGUSR1, 0) == 0);
  CHECK(change(UNBLOCK, of(SIGUSR1, 0, 0)) == 0 && count == 2 && !has(pending(), SIGUSR1));
  /* unless it is ignored meanwhile */
  CHECK(call(KILL, self, SIGTERM, 0) == 0 && has(pending(), SIGTERM) && handle(SIGTERM, (void *)1, 0, none) == 0);
  CHECK(!has(pending(), SIGTERM) && call(KILL, self, SIGTERM, 0) == 0 && has(pending(), SIGTERM));
  CHECK(handle(SIGTERM, 0, 0, none) == 0 && has(pending(), SIGTERM) && handle(SIGTERM, (void *)1, 0, none) == 0);
  CHECK(!has(pending(), SIGTERM) && change(BLOCK, of(SIGCHLD, SIGTSTP, SIGCONT)) == 0);
  CHECK(call(KILL, self, SIGCHLD, 0) == 0 && has(pending(), SIGCHLD) && handle(SIGCHLD, 0, 0, none) == 0);
  CHECK(!has(pending(), SIGCHLD) && call(KILL, self, SIGTSTP, 0) == 0 && has(pending(), SIGTSTP));
  /* 40: stopping and continuing undo each other */
  CHECK(call(KILL, self, SIGCONT, 0) == 0 && !has(pending(), SIGTSTP) && has(pending(), SIGCONT));
  CHECK(call(KILL, self, SIGTSTP, 0) == 0 && has(pending(), SIGTSTP) && !has(pending(), SIGCONT));
  CHECK(call(KILL, self, SIGCONT, 0) == 0 && change(SETMASK, none) == 0);

  /* real-time signals all arrive */
  CHECK(change(SETMASK, of(SIGRT, 0, 0)) == 0 && handle(SIGRT, count_it, 0, none) == 0);
  count = 0;
  for (int i = 0; i < 5; i++) CHECK(call(KILL, self, SIGRT, 0) == 0);
  CHECK(count == 0 && change(SETMASK, none) == 0 && count == 5);
  CHECK(call6(SIGPENDING, (int)&set, 8, 0, 0, 0, 0) == -EINVAL && call6(SIGPENDING, 4, 16, 0, 0, 0, 0) == -EFAULT);

  /* 51: there is room for so many */
  CHECK(change(SETMASK, of(SIGRT, SIGUSR1, 0)) == 0);
  int sent = 0;
  while (sent < 1000 && call(KILL, self, SIGRT, 0) == 0) sent++;
  CHECK(sent == 64 && call(KILL, self, SIGUSR1, 0) == -EAGAIN);
  count = 0;
  CHECK(change(SETMASK, none) == 0 && count == 64);
}

static void handlers(void) {
  /* 61: the handler's own signal and its mask's wait, others do not */
  checks = 60;
  CHECK(handle(SIGUSR1, nest, 0, none) == 0 && handle(SIGUSR2, nest, 0, none) == 0);
  order = 0;
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && order == 1221);
  CHECK(handle(SIGUSR1, nest, 0, of(SIGUSR2, 0, 0)) == 0);
  order = 0;
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && order == 1122 && blocked().bits[0] == 0);
  CHECK(handle(SIGUSR1, again, 0, none) == 0);
  count = nested = 0;
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && nested == 3 && count == 3);
  CHECK(handle(SIGUSR1, again, SA_NODEFER, none) == 0);
  nested = 0;
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && nested == 3);

  /* 69: one that comes once */
  CHECK(handle(SIGCHLD, count_it, SA_RESETHAND, none) == 0);
  count = 0;
  CHECK(call(KILL, self, SIGCHLD, 0) == 0 && call(KILL, self, SIGCHLD, 0) == 0 && count == 1);
  struct action action;
  CHECK(call6(SIGACTION, SIGCHLD, 0, (int)&action, 16, 0, 0) == 0 && action.handler == 0);

  /* 72: of several at once, each is begun, the last runs first */
  for (int signal = SIGUSR1; signal <= SIGUSR2; signal++) handle(signal, in_order, 0, none);
  handle(SIGRT, in_order, 0, none), handle(11, in_order, 0, none);
  CHECK(change(SETMASK, of(SIGUSR1, SIGUSR2, SIGRT)) == 0);
  order = 0;
  call(KILL, self, SIGRT, 0), call(KILL, self, SIGUSR2, 0), call(KILL, self, SIGUSR1, 0);
  CHECK(order == 0 && change(SETMASK, none) == 0 && order == SIGRT * 10000 + SIGUSR2 * 100 + SIGUSR1);
  CHECK(change(SETMASK, of(SIGUSR1, 11, 0)) == 0);
  order = 0;
  call(TKILL, self, SIGUSR1, 0), call(TKILL, self, 11, 0);
  CHECK(change(SETMASK, none) == 0 && order == SIGUSR1 * 100 + 11);

  /* 76: what a handler is told */
  CHECK(handle(SIGUSR1, look, SA_INFO, of(SIGINT, 0, 0)) == 0 && change(SETMASK, of(SIGALRM, 0, 0)) == 0);
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && last == SIGUSR1 && seen.number == SIGUSR1 && seen.code == 0);
  CHECK(seen.error == 0 && (int)seen.fields[0] == self && seen.fields[1] == 0 && seen.fields[28] == 0);
  CHECK(context.flags == 0 && context.link == 0 && context.stack.size == 0 && context.stack.flags == 2);
  CHECK(has(context.mask, SIGALRM) && context.mask.bits[0] == 0x2000 && blocked().bits[0] == 0x2000);
  CHECK(call(TGKILL, self, self, SIGUSR1) == 0 && seen.code == -6 && (int)seen.fields[0] == self);
  struct information sent = {99, -1, 5, {1, 2, 3}};
  CHECK(call6(SIGQUEUE, self, SIGUSR1, (int)&sent, 0, 0, 0) == 0 && seen.number == SIGUSR1 && seen.code == -1);
  CHECK(seen.error == 5 && seen.fields[0] == 1 && seen.fields[1] == 2 && seen.fields[2] == 3);
  sent.fields[2] = 9;
  CHECK(call6(TGSIGQUEUE, self, self, SIGUSR1, (int)&sent, 0, 0) == 0 && seen.fields[2] == 9);
  CHECK(call6(SIGQUEUE, 7, SIGUSR1, (int)&sent, 0, 0, 0) == -ESRCH);
  CHECK(call6(SIGQUEUE, self, 200, (int)&sent, 0, 0, 0) == -EINVAL && call6(SIGQUEUE, self, 0, (int)&sent, 0, 0, 0) == 0);
  CHECK(call6(SIGQUEUE, self, SIGUSR1, 8, 0, 0, 0) == -EFAULT && call6(TGSIGQUEUE, 0, self, 1, (int)&sent, 0, 0) == -EINVAL);
  sent.code = 0;
  CHECK(call6(SIGQUEUE, 7, SIGUSR1, (int)&sent, 0, 0, 0) == -EPERM && call6(SIGQUEUE, self, SIGUSR1, (int)&sent, 0, 0, 0) == 0);
  CHECK(change(SETMASK, none) == 0);
}

/* The calls of old speak of the first 32 signals only. */
static void old_calls(void) {
  enum { OLD_ACTION = 4067, OLD_SUSPEND = 4072, OLD_PENDING = 4073, OLD_MASK = 4126 };
  checks = 100;
  struct action action = {SA_NODEFER, count_it, {{2, 2, 2, 2}}}, old = {9, 0, {{9, 9, 9, 9}}};
  handle(SIGRT, count_it, 0, none);
  CHECK(call(OLD_ACTION, SIGUSR1, (int)&action, 0) == 0 && call(OLD_ACTION, SIGUSR1, 0, (int)&old) == 0);
  CHECK(old.flags == SA_NODEFER && old.handler == count_it && old.mask.bits[0] == 2 && old.mask.bits[1] == 0);
  CHECK(call(OLD_ACTION, 9, (int)&action, 0) == -EINVAL && call(OLD_ACTION, SIGUSR1, 4, 0) == -EFAULT);
  word set = 1u << (SIGUSR1 - 1), before[2] = {7, 7};
  CHECK(change(SETMASK, of(SIGRT, SIGINT, 0)) == 0 && call(OLD_MASK, BLOCK, (int)&set, (int)before) == 0);
  CHECK(before[0] == 2 && before[1] == 7 && has(blocked(), SIGUSR1) && has(blocked(), SIGRT) && has(blocked(), SIGINT));
  count = 0;
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && call(KILL, self, SIGRT, 0) == 0 && count == 0);
  CHECK(call(OLD_PENDING, (int)before, 0, 0) == 0 && before[0] == set && before[1] == 7);
  CHECK(call(OLD_MASK, SETMASK, (int)&set, 0) == 0 && !has(blocked(), SIGINT) && has(blocked(), SIGRT));
  CHECK(call(OLD_SUSPEND, (int)&old.mask, 0, 0) == -EINTR && count == 2 && has(blocked(), SIGUSR1));
  CHECK(call(OLD_MASK, UNBLOCK, (int)&set, 0) == 0 && !has(blocked(), SIGUSR1) && has(blocked(), SIGRT));
  CHECK(call(OLD_MASK, 4, (int)&set, 0) == -EINVAL && call(OLD_MASK, BLOCK, 4, 0) == -EFAULT);
  CHECK(change(SETMASK, none) == 0);
}

int main(void) {
  self = call(4020, 0, 0, 0);
  sending();
  masking();
  handlers();
  old_calls();
  return 0;
}
