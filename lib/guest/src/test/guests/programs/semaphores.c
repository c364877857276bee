#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t filled, empty;
static pthread_rwlock_t gate = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static int box[4], in, out, sum;

static void *produce(void *argument) {
  for (int i = 0; i < 30; i++) {
    sem_wait(&empty);
    pthread_rwlock_wrlock(&gate);
    box[in++ % 4] = i * (int)(long)argument;
    pthread_rwlock_unlock(&gate);
    sem_post(&filled);
  }
  pthread_barrier_wait(&barrier);
  return NULL;
}

static void *consume(void *argument) {
  for (int i = 0; i < 60; i++) {
    sem_wait(&filled);
    pthread_rwlock_rdlock(&gate);
    sum += box[out++ % 4];
    pthread_rwlock_unlock(&gate);
    sem_post(&empty);
  }
  pthread_barrier_wait(&barrier);
  return argument;
}

int main(void) {
  pthread_t threads[3];
  sem_init(&filled, 0, 0);
  sem_init(&empty, 0, 4);
  pthread_barrier_init(&barrier, NULL, 3);
  pthread_create(&threads[0], NULL, produce, (void *)1L);
  pthread_create(&threads[1], NULL, produce, (void *)10L);
  pthread_create(&threads[2], NULL, consume, NULL);
  for (int i = 0; i < 3; i++) {
    pthread_join(threads[i], NULL);
  }
  printf("%d %d %d\n", sum, in, out);
}
