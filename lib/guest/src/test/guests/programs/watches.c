/* epoll, eventfds and pipes: thousands of random steps, each of which prints what it came to. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { FILES = 10, POLLS = 2 };

static int files[FILES], polls[POLLS];
static uint32_t seed = 12345;
static unsigned digest;

static unsigned draw(unsigned below) {
  seed = seed * 1103515245 + 12345;
  return (seed >> 16) % below;
}

static void say(const char *what, int a, int b, long result) {
  int error = result < 0 ? errno : 0;
  printf("%s %d %d = %ld %d\n", what, a, b, result, error);
  digest = digest * 31 + (unsigned)result + error;
}

/* 0 to 3 are eventfds, then come the ends of pipes, the one to read from first. */
static void open_file(int i) {
  if (i < 4) {
    files[i] = eventfd(draw(3), EFD_NONBLOCK | (i == 3 ? EFD_SEMAPHORE : 0));
  } else {
    int ends[2], pair = i & ~1;
    if (files[pair] >= 0) close(files[pair]);
    if (files[pair + 1] >= 0) close(files[pair + 1]);
    if (pipe2(ends, O_NONBLOCK) == 0) files[pair] = ends[0], files[pair + 1] = ends[1];
  }
}

static void await(int poll) {
  struct epoll_event events[FILES];
  int most = 1 + draw(FILES), count = epoll_wait(polls[poll], events, most, 0);
  say("wait", poll, most, count);
  for (int i = 0; i < count; i++) {
    printf("  %x %d\n", events[i].events, (int)events[i].data.u64);
    digest = digest * 31 + events[i].events + (unsigned)events[i].data.u64;
  }
}

static void control(int poll, int i) {
  static const uint32_t options[] = {0, 0, EPOLLET, EPOLLONESHOT, EPOLLET | EPOLLONESHOT};
  static const uint32_t wanted[] = {EPOLLIN, EPOLLOUT, EPOLLIN | EPOLLOUT, 0, EPOLLIN | EPOLLRDNORM | EPOLLRDHUP, EPOLLPRI};
  struct epoll_event event = {wanted[draw(6)] | options[draw(5)], {.u64 = draw(1000)}};
  int operation = draw(8) == 0 ? EPOLL_CTL_DEL : draw(2) == 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  say("control", poll, i, epoll_ctl(polls[poll], operation, files[i], &event));
}

static void transfer(int i) {
  static const uint64_t amounts[] = {1, 1, 2, 0, 5, 1ull << 33, UINT64_MAX - 1, UINT64_MAX};
  char bytes[64] = "watched";
  uint64_t amount = amounts[draw(8)];
  int writes = i < 4 ? draw(2) : i & 1;
  if (i < 4 && writes) say("put", i, 0, write(files[i], &amount, sizeof amount));
  if (i < 4 && !writes) {
    amount = 0;
    long result = read(files[i], &amount, sizeof amount);
    say("get", i, (int)(amount >> 7), result);
  }
  if (i >= 4 && writes) say("write", i, 0, write(files[i], bytes, 1 + draw(20)));
  if (i >= 4 && !writes) say("read", i, 0, read(files[i], bytes, 1 + draw(60)));
}

int main(void) {
  for (int i = 0; i < FILES; i++) files[i] = -1;
  for (int i = 0; i < POLLS; i++) polls[i] = epoll_create1(0);
  for (int i = 0; i < 4; i++) open_file(i);
  for (int i = 4; i < FILES; i += 2) open_file(i);
  for (int step = 0; step < 4000; step++) {
    int i = draw(FILES), poll = draw(POLLS);
    switch (draw(20)) {
      case 0: case 1: case 2: case 3: case 4: await(poll); break;
      case 5: case 6: case 7: case 8: control(poll, i); break;
      case 9:
        if (draw(6) == 0 && files[i] >= 0 && !(i >= 4 && !(i & 1))) {
          /* A write to a pipe that nobody reads would be a signal. */
          say("close", i, 0, close(files[i]));
          if (i < 4) open_file(i); else files[i] = -1;
        } else if (draw(6) == 0) {
          if (i < 4 && files[i] >= 0) close(files[i]);
          open_file(i);
        }
        break;
      default:
        if (files[i] >= 0) transfer(i);
    }
  }
  printf("%08x\n", digest);
  return 0;
}
