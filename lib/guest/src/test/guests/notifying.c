/* A timer for which the C library starts threads. */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static sem_t fired;
static pthread_t starter;
static int sum;

static void notify(union sigval value) {
  sum += value.sival_int + !pthread_equal(pthread_self(), starter);
  sem_post(&fired);
}

int main(void) {
  timer_t timer;
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_THREAD;
  event.sigev_notify_function = notify;
  event.sigev_value.sival_int = 99;
  starter = pthread_self();
  sem_init(&fired, 0, 0);
  struct itimerspec times = {{1, 0}, {1, 0}};
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) || timer_settime(timer, 0, &times, NULL)) return 1;
  for (int i = 0; i < 3; i++) sem_wait(&fired);
  clock_gettime(CLOCK_MONOTONIC, &after);
  printf("sum %d after %ld seconds\n", sum, (long)(after.tv_sec - before.tv_sec));
  return timer_delete(timer);
}
