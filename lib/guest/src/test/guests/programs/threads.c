#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn, total;

static void *take_turns(void *argument) {
  int me = (int)(long)argument;
  for (int i = 0; i < 20; i++) {
    pthread_mutex_lock(&lock);
    while (turn % 4 != me) {
      pthread_cond_wait(&changed, &lock);
    }
    turn++;
    total += me * i;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
  }
  return (void *)(long)(me * 100);
}

int main(void) {
  pthread_t threads[4];
  for (long i = 0; i < 4; i++) {
    pthread_create(&threads[i], NULL, take_turns, (void *)i);
  }
  long sum = 0;
  for (int i = 0; i < 4; i++) {
    void *result;
    pthread_join(threads[i], &result);
    sum += (long)result;
  }
  printf("%d turns, total %d, results %ld\n", turn, total, sum);
}
