/* Alarms and timers, and what they interrupt. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t count;
static int ends[2];
static char byte;

static void handler(int signal) {
  (void)signal;
  count++;
}

static void set(int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigaction(SIGALRM, &action, NULL);
}

static void soon(void) {
  struct itimerval timer = {{0, 0}, {0, 20000}};
  setitimer(ITIMER_REAL, &timer, NULL);
}

static void *later(void *nothing) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  struct timespec time = {0, 200000000};
  nanosleep(&time, NULL);
  write(ends[1], "x", 1);
  return nothing;
}

static int wait_in(int way) {
  struct timespec time = {5, 0}, left = {0, 0};
  struct pollfd polled = {ends[0], POLLIN, 0};
  fd_set set;
  int answer;
  switch (way) {
    case 0: return pause();
    case 1:
      answer = nanosleep(&time, &left);
      return answer == -1 && left.tv_sec == 4 ? -1 : 7;
    case 2:
      answer = clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &left);
      return answer == EINTR && left.tv_sec == 4 ? -1 : 7;
    case 3: return poll(&polled, 1, 5000);
    case 4: return ppoll(&polled, 1, &time, NULL);
    case 5:
      FD_ZERO(&set);
      FD_SET(ends[0], &set);
      return select(ends[0] + 1, &set, NULL, NULL, NULL);
    case 6: return read(ends[0], &byte, 1);
    default: return (int)sleep(5) - 5;
  }
}

static void waits(void) {
  for (int flags = 0; flags <= 1; flags++) {
    set(flags ? SA_RESTART : 0);
    for (int way = 0; way < 8; way++) {
      pthread_t helper;
      int restarts = flags && way == 6;
      if (restarts) pthread_create(&helper, NULL, later, NULL);
      count = 0;
      soon();
      errno = 0;
      int answer = wait_in(way);
      int error = answer == -1 && way != 2 && way != 7 ? errno : 0;
      printf("%d way %d: %d %d count %d\n", flags, way, answer, error, count);
      if (restarts) pthread_join(helper, NULL);
    }
  }
}

static void timers(void) {
  timer_t timer;
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_SIGNAL, event.sigev_signo = SIGRTMIN + 1, event.sigev_value.sival_int = 42;
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  printf("create %d\n", timer_create(CLOCK_MONOTONIC, &event, &timer));
  struct itimerspec times = {{0, 30000000}, {0, 10000000}}, old;
  printf("set %d\n", timer_settime(timer, 0, &times, &old));
  siginfo_t information;
  for (int i = 0; i < 3; i++) {
    int taken = sigwaitinfo(&set, &information);
    printf("taken %d value %d\n", taken == SIGRTMIN + 1, information.si_value.sival_int);
  }
  timer_gettime(timer, &times);
  printf("interval %ld left %d\n", times.it_interval.tv_nsec, times.it_value.tv_nsec > 0);
  printf("overrun %d delete %d\n", timer_getoverrun(timer), timer_delete(timer));
}

static void alarms(void) {
  set(0);
  count = 0;
  unsigned first = alarm(100), second = alarm(50), third = alarm(0);
  printf("alarms %u %u %u\n", first, second, third);
  struct itimerval every = {{0, 10000}, {0, 10000}};
  setitimer(ITIMER_REAL, &every, NULL);
  while (count < 5) pause();
  memset(&every, 0, sizeof every);
  setitimer(ITIMER_REAL, &every, NULL);
  printf("five %d\n", count >= 5);
  signal(SIGALRM, SIG_DFL);
  fflush(stdout);
  alarm(1);
  for (;;) pause();
}

int main(void) {
  pipe(ends);
  waits();
  timers();
  alarms();
}
