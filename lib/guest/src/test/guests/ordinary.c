/* What ordinary C programs do with a stock static glibc: threads, sleep, malloc, stdio. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn, sum;
static __thread int own = 5;

static void *work(void *argument) {
  int id = (int)(long)argument;
  own += id;
  for (int i = 0; i < 5; i++) {
    pthread_mutex_lock(&lock);
    while (turn % 4 != id) pthread_cond_wait(&changed, &lock);
    sum = sum * 3 + id;
    turn++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
  }
  return (void *)(long)(own * 100);
}

static void threads(void) {
  pthread_t threads[4];
  for (long i = 0; i < 4; i++)
    if (pthread_create(&threads[i], NULL, work, (void *)i)) exit(1);
  for (int i = 0; i < 4; i++) {
    void *result;
    pthread_join(threads[i], &result);
    printf("%d ", (int)(long)result);
  }
  printf("sum %d turn %d\n", sum, turn);
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 2;
  pthread_mutex_lock(&lock);
  printf("%s\n", strerror(pthread_cond_timedwait(&changed, &lock, &until)));
}

static void memory(void) {
  char *pieces[50];
  for (int round = 0; round < 4; round++) {
    for (int i = 0; i < 50; i++) {
      size_t size = 4000 * (i + 1) * (round + 1);
      pieces[i] = calloc(1, size);
      for (size_t at = 0; at < size; at += 499)
        if (pieces[i][at]) exit(2);
      memset(pieces[i], 0xee, size);
    }
    for (int i = 0; i < 50; i++) free(pieces[i]);
  }
}

int main(void) {
  char line[100];
  while (fgets(line, sizeof line, stdin)) printf("read %zu: %s", strlen(line), line);
  threads();
  time_t before = time(NULL);
  sleep(3);
  printf("slept %d\n", (int)(time(NULL) - before));
  memory();
  jmp_buf here;
  if (setjmp(here) == 0) longjmp(here, 1);
  printf("%s|%5d|%-8s|%x|%llu\n", "abc", 42, "left", 0xbeef, 123456789012345ULL);
  printf("%s %d\n", getenv("HOME") ? "home" : "no home", isatty(1));
  fprintf(stderr, "bye\n");
  return 0;
}
