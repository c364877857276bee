#include <pthread.h>
#include <stdio.h>

static __thread int mine = 5;
static __thread char name[20];
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int initialised, destroyed;

static void destroy(void *value) { destroyed += (int)(long)value; }

static void initialise(void) {
  initialised++;
  pthread_key_create(&key, destroy);
}

static void *run(void *argument) {
  pthread_once(&once, initialise);
  mine += (int)(long)argument;
  sprintf(name, "thread %d", mine);
  pthread_setspecific(key, argument);
  return name[0] == 't' ? (void *)(long)mine : NULL;
}

int main(void) {
  long sum = 0;
  for (long i = 1; i <= 5; i++) {
    pthread_t thread;
    void *result;
    pthread_create(&thread, NULL, run, (void *)i);
    pthread_join(thread, &result);
    sum = sum * 10 + (long)result - 5;
  }
  printf("%ld %d %d %d <%s>\n", sum, initialised, destroyed, mine, name);
}
