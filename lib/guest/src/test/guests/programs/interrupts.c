/* Signals between threads: whom they reach, and threads that are cancelled. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pthread_t main_thread;
static sem_t ready, go;
static volatile int reached, count;

static void handler(int signal) {
  (void)signal;
  reached = pthread_equal(pthread_self(), main_thread) ? 1 : 2;
  count++;
}

static void *wait_for_it(void *nothing) {
  sem_post(&ready);
  int answer;
  do answer = sem_wait(&go);
  while (answer != 0 && errno == EINTR && count == 0);
  return answer == 0 || errno == EINTR ? nothing : &ready;
}

static void *blocking(void *nothing) {
  sigset_t set;
  sigfillset(&set);
  pthread_sigmask(SIG_SETMASK, &set, NULL);
  return wait_for_it(nothing);
}

static void *read_for_ever(void *ends) {
  char byte;
  sem_post(&ready);
  read(*(int *)ends, &byte, 1);
  return NULL;
}

static void *sleep_for_ever(void *nothing) {
  sem_post(&ready);
  for (;;) pause();
  return nothing;
}

static void cleanup(void *what) { printf("cleaned %s\n", (const char *)what); }

static void *cleaned(void *nothing) {
  pthread_cleanup_push(cleanup, "up");
  sem_post(&ready);
  sleep(1000);
  pthread_cleanup_pop(0);
  return nothing;
}

static void *await(void *nothing) {
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR2);
  int taken = 0;
  sem_post(&ready);
  sigwait(&set, &taken);
  printf("awaited %d\n", taken);
  return nothing;
}

int main(void) {
  int ends[2];
  pipe(ends);
  main_thread = pthread_self();
  sem_init(&ready, 0, 0), sem_init(&go, 0, 0);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  sigaction(SIGUSR1, &action, NULL);

  pthread_t thread;
  void *answer;
  pthread_create(&thread, NULL, wait_for_it, NULL);
  sem_wait(&ready);
  pthread_kill(thread, SIGUSR1);
  while (count == 0) usleep(1000);
  sem_post(&go);
  pthread_join(thread, &answer);
  printf("to a thread: reached %d count %d %d\n", reached, count, answer == NULL);

  count = 0;
  pthread_create(&thread, NULL, blocking, NULL);
  sem_wait(&ready);
  kill(getpid(), SIGUSR1);
  printf("to the program: reached %d count %d\n", reached, count);
  sem_post(&go);
  pthread_join(thread, NULL);

  sigset_t set;
  sigemptyset(&set), sigaddset(&set, SIGUSR2);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  pthread_create(&thread, NULL, await, NULL);
  sem_wait(&ready);
  kill(getpid(), SIGUSR2);
  pthread_join(thread, NULL);

  void *(*const bodies[])(void *) = {read_for_ever, sleep_for_ever, cleaned};
  for (int i = 0; i < 3; i++) {
    pthread_create(&thread, NULL, bodies[i], ends);
    sem_wait(&ready);
    usleep(1000);
    int sent = pthread_cancel(thread);
    pthread_join(thread, &answer);
    printf("cancel %d cancelled %d\n", sent, answer == PTHREAD_CANCELED);
  }
  printf("over: %d\n", pthread_kill(main_thread, 0));
  return 0;
}
