/* Every signal in every way: what it does by default to those that live on, ignored, handled, blocked. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

static volatile sig_atomic_t count, last, code, depth;
static volatile int own, told_value;
static sigjmp_buf back;

static void plain(int signal) {
  count++;
  last = signal;
}

static void told(int signal, siginfo_t *information, void *context) {
  ucontext_t *user = context;
  count++;
  last = signal;
  code = information->si_code;
  own = information->si_pid == getpid() && information->si_uid == getuid() && information->si_signo == signal &&
        information->si_errno == 0;
  told_value = information->si_value.sival_int;
  if (user->uc_link != NULL || user->uc_flags != 0 || user->uc_mcontext.pc == 0) own = 2;
}

static void jump(int signal) { siglongjmp(back, signal); }

static int set(int signal, void (*handler)(int), int flags, int masked) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  if (masked) sigaddset(&action.sa_mask, masked);
  return sigaction(signal, &action, NULL) ? errno : 0;
}

static int send(int way, int signal) {
  switch (way) {
    case 0: return raise(signal) ? errno : 0;
    case 1: return kill(getpid(), signal) ? errno : 0;
    case 2: return pthread_kill(pthread_self(), signal);
    case 3: return kill(0 - getpgrp() == -getpid() ? -getpid() : getpid(), signal) ? errno : 0;
    default: {
      union sigval value = {4711};
      return sigqueue(getpid(), signal, value) ? errno : 0;
    }
  }
}

static const char *const ways[] = {"raise", "kill", "pthread_kill", "group", "sigqueue"};

static void matrix(void) {
  static const int harmless[] = {SIGCHLD, SIGCONT, SIGURG, SIGWINCH};
  for (int way = 0; way < 5; way++) {
    for (unsigned i = 0; i < sizeof harmless / sizeof *harmless; i++)
      printf("%s default %d: %d\n", ways[way], harmless[i], send(way, harmless[i]));
    /* qemu keeps the last two, and tells nothing of who queued SIGIO. */
    for (int signal = 1; signal <= 62; signal++) {
      int ignoring = set(signal, SIG_IGN, 0, 0);
      if (ignoring == 0) ignoring = -send(way, signal);
      count = last = 0;
      int handling = set(signal, plain, 0, 0);
      if (handling == 0) handling = -send(way, signal);
      printf("%s %d: %d %d %d %d", ways[way], signal, ignoring, handling, count, last);
      struct sigaction action;
      memset(&action, 0, sizeof action);
      action.sa_sigaction = told;
      action.sa_flags = SA_SIGINFO;
      if (sigaction(signal, &action, NULL) == 0) {
        code = own = 0;
        send(way, signal);
        printf(" %d %d %d %d", count, last, code, way == 4 && signal == SIGIO ? 1 : own);
        if (way == 4) printf(" %d", told_value);
        signal != 9 && set(signal, SIG_DFL, 0, 0);
      }
      printf("\n");
    }
  }
  printf("bad: %d %d %d %d\n", send(1, -1), send(1, 1000), set(0, plain, 0, 0), set(500, plain, 0, 0));
  printf("none: %d %d %d\n", send(0, 0), send(1, 0), send(2, 0));
  errno = 0;
  int answer = kill(0x7ffffffe, SIGTERM);
  printf("nobody: %d %d\n", answer, errno);
  answer = kill(0x7ffffffe, 0);
  printf("nobody: %d %d\n", answer, errno);
  answer = syscall(SYS_tgkill, getpid(), 0x7ffffffe, SIGTERM);
  printf("nobody: %d %d\n", answer, errno);
  answer = syscall(SYS_tkill, -5, SIGTERM);
  printf("nobody: %d %d\n", answer, errno);
}

static void show(const char *what, sigset_t *signals) {
  printf("%s:", what);
  for (int signal = 1; signal <= 64; signal++)
    if (sigismember(signals, signal)) printf(" %d", signal);
  printf("\n");
}

static void masks(void) {
  sigset_t some, old, waiting;
  sigemptyset(&some);
  sigaddset(&some, SIGUSR1), sigaddset(&some, SIGUSR2), sigaddset(&some, SIGKILL), sigaddset(&some, 40);
  printf("block %d\n", sigprocmask(SIG_BLOCK, &some, &old));
  show("before", &old);
  sigprocmask(SIG_BLOCK, NULL, &old);
  show("blocked", &old);
  set(SIGUSR1, plain, 0, 0), set(SIGUSR2, plain, 0, 0), set(40, plain, 0, 0);
  count = 0;
  raise(SIGUSR1), raise(SIGUSR1), kill(getpid(), SIGUSR2), raise(40);
  sigpending(&waiting);
  show("waiting", &waiting);
  printf("came %d\n", count);
  sigemptyset(&some), sigaddset(&some, SIGUSR1);
  sigprocmask(SIG_UNBLOCK, &some, NULL);
  printf("came %d last %d\n", count, last);
  sigpending(&waiting);
  show("waiting", &waiting);
  sigemptyset(&some), sigaddset(&some, 40), sigaddset(&some, SIGUSR2);
  siginfo_t information;
  int taken = sigwaitinfo(&some, &information);
  printf("taken %d code %d\n", taken, information.si_code);
  taken = sigwaitinfo(&some, &information);
  printf("taken %d code %d\n", taken, information.si_code);
  struct timespec now = {0, 0};
  taken = sigtimedwait(&some, &information, &now);
  printf("taken %d %d came %d\n", taken, errno, count);
  errno = 0;
  printf("bad how %d", sigprocmask(77, &some, NULL));
  printf(" %d\n", errno);
  sigfillset(&some);
  sigprocmask(SIG_SETMASK, &some, NULL);
  sigprocmask(SIG_SETMASK, NULL, &old);
  printf("full %d %d %d\n", sigismember(&old, SIGKILL), sigismember(&old, SIGSTOP), sigismember(&old, SIGSEGV));
  sigemptyset(&some);
  sigprocmask(SIG_SETMASK, &some, NULL);
  raise(SIGUSR1);
  sigset_t block;
  sigemptyset(&block), sigaddset(&block, SIGUSR1);
  sigprocmask(SIG_BLOCK, &block, NULL);
  count = 0;
  raise(SIGUSR1);
  int answer = sigsuspend(&some);
  printf("suspended %d %d came %d\n", answer, errno, count);
  sigprocmask(SIG_SETMASK, NULL, &old);
  show("blocked", &old);
  sigprocmask(SIG_UNBLOCK, &block, NULL);
}

static void nest(int signal) {
  printf("in %d\n", signal);
  if (depth++ == 0) raise(SIGUSR2), raise(SIGUSR1);
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  show("here", &now);
  printf("out %d\n", signal);
}

static void handlers(void) {
  for (int i = 1; i <= 3; i++) {
    if (sigsetjmp(back, 1) == 0) {
      set(SIGUSR1 + i % 2, jump, 0, SIGTERM);
      raise(SIGUSR1 + i % 2);
      printf("not reached\n");
    } else {
      sigset_t now;
      sigprocmask(SIG_BLOCK, NULL, &now);
      show("jumped", &now);
    }
  }
  set(SIGUSR1, nest, 0, 0), set(SIGUSR2, nest, 0, SIGTERM);
  raise(SIGUSR1);
  depth = 0;
  set(SIGUSR1, nest, SA_NODEFER, SIGUSR2);
  raise(SIGUSR1);
  set(SIGCHLD, plain, SA_RESETHAND, 0);
  count = 0;
  raise(SIGCHLD), raise(SIGCHLD);
  struct sigaction action;
  sigaction(SIGCHLD, NULL, &action);
  printf("once: %d default %d\n", count, action.sa_handler == SIG_DFL);
}

static char room[65536];
static volatile int inside, flags;

static void where(int signal) {
  stack_t now;
  inside = (char *)&signal >= room && (char *)&signal < room + sizeof room;
  sigaltstack(NULL, &now);
  flags = now.ss_flags;
}

static void stacks(void) {
  stack_t given = {.ss_sp = room, .ss_size = sizeof room}, old;
  printf("stack %d\n", sigaltstack(&given, &old));
  printf("old %d\n", old.ss_flags);
  set(SIGUSR1, where, SA_ONSTACK, 0), set(SIGUSR2, where, 0, 0);
  raise(SIGUSR1);
  printf("inside %d %d\n", inside, flags);
  raise(SIGUSR2);
  printf("inside %d %d\n", inside, flags);
  given.ss_size = 100;
  int answer = sigaltstack(&given, NULL);
  printf("small %d %d\n", answer, errno);
  given.ss_flags = SS_DISABLE;
  printf("off %d\n", sigaltstack(&given, NULL));
  raise(SIGUSR1);
  printf("inside %d %d\n", inside, flags);
}

static volatile double number;

static void disturb(int signal) {
  volatile double other = signal;
  for (int i = 0; i < 20; i++) other = other * 1.5 + i / 3.0;
  number = other;
}

static void floating(void) {
  set(SIGUSR1, disturb, 0, 0);
  double sum = 0;
  for (int i = 1; i <= 20; i++) {
    double term = 1.0 / i;
    if (i % 5 == 0) raise(SIGUSR1);
    sum += term;
  }
  printf("%.17g %.17g\n", sum, number);
}

int main(void) {
  matrix();
  masks();
  handlers();
  stacks();
  floating();
  set(SIGABRT, plain, 0, 0);
  fflush(stdout);
  abort();
}
