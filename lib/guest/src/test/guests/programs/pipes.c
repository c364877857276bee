// Pipes between threads, output that goes elsewhere for a while, waiting with poll and select.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

static int ends[2];

static void *produce(void *argument) {
  FILE *out = fdopen(ends[1], "w");
  for (int i = 0; i < 20000; i++) fprintf(out, "line %d of %s\n", i, (const char *)argument);
  fclose(out);
  return NULL;
}

static void between_threads(void) {
  pthread_t producer;
  char line[100];
  unsigned lines = 0, sum = 0;
  pipe(ends);
  pthread_create(&producer, NULL, produce, "many");
  FILE *in = fdopen(ends[0], "r");
  while (fgets(line, sizeof line, in)) {
    lines++;
    for (const char *at = line; *at; at++) sum = sum * 31 + (unsigned char)*at;
  }
  pthread_join(producer, NULL);
  fclose(in);
  printf("%u lines, %08x, last: %s", lines, sum, line);
}

static void elsewhere(void) {
  char text[100];
  fflush(stdout);
  pipe2(ends, O_CLOEXEC);
  int kept = dup(STDOUT_FILENO);
  dup2(ends[1], STDOUT_FILENO);
  printf("captured %d", 42);
  fflush(stdout);
  dup2(kept, STDOUT_FILENO);
  close(kept);
  ssize_t got = read(ends[0], text, sizeof text);
  printf("%zd bytes: %.*s\n", got, (int)got, text);
  close(ends[1]);
  printf("then %zd\n", read(ends[0], text, sizeof text));
  close(ends[0]);
}

static void *later(void *argument) {
  usleep(20000);
  write(ends[1], "x", 1);
  return argument;
}

static void waiting(void) {
  pthread_t writer;
  char byte;
  fd_set set;
  struct timeval time = {0, 1000};
  pipe(ends);
  struct pollfd polled[2] = {{ends[0], POLLIN, 0}, {ends[1], POLLOUT, 0}};
  printf("poll %d", poll(polled, 1, 1));
  printf(" %d", poll(polled, 2, -1));
  printf(" %x %x\n", polled[0].revents, polled[1].revents);
  FD_ZERO(&set);
  FD_SET(ends[0], &set);
  printf("select %d", select(ends[0] + 1, &set, NULL, NULL, &time));
  printf(" %d\n", FD_ISSET(ends[0], &set) != 0);
  pthread_create(&writer, NULL, later, NULL);
  FD_SET(ends[0], &set);
  printf("select %d", select(ends[0] + 1, &set, NULL, NULL, NULL));
  printf(" %d\n", FD_ISSET(ends[0], &set) != 0);
  read(ends[0], &byte, 1);
  pthread_join(writer, NULL);
  pthread_create(&writer, NULL, later, NULL);
  printf("poll %d\n", poll(polled, 1, 10000));
  pthread_join(writer, NULL);
  close(ends[1]);
  printf("poll %d %x\n", poll(polled, 1, -1), polled[0].revents);
}

static void handler(int signal) { (void)signal; }

static void signals(void) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, old;
  sigaction(SIGUSR1, &action, NULL);
  sigaction(SIGUSR1, NULL, &old);
  printf("handler %d, restart %d\n", old.sa_handler == handler, (old.sa_flags & SA_RESTART) != 0);
  printf("default %d, ", signal(SIGPIPE, SIG_IGN) == SIG_DFL);
  printf("ignored %d\n", signal(SIGPIPE, SIG_IGN) == SIG_IGN);
  pipe(ends);
  close(ends[0]);
  ssize_t wrote = write(ends[1], "x", 1);
  printf("write %zd: %s\n", wrote, strerror(errno));
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  printf("flags %d %d\n", (fcntl(ends[1], F_GETFL) & O_NONBLOCK) != 0, fcntl(ends[1], F_GETFL) & O_ACCMODE);
}

int main(void) {
  between_threads();
  elsewhere();
  waiting();
  signals();
  fflush(stdout);
  signal(SIGPIPE, SIG_DFL);
  write(ends[1], "x", 1);
  return 1;
}
