/* Makes and joins threads, four at once, which C libraries keep the stacks of, in as many waves as stdin says. */
#include <pthread.h>
#include <stdio.h>

static void *task(void *number) {
  volatile char frame[3000];
  for (unsigned i = 0; i < sizeof frame; i += 64) frame[i] = *(int *)number;
  *(int *)number += frame[64];
  return NULL;
}

int main(void) {
  int waves, numbers[4] = {1, 2, 3, 4}, sum = 0;
  if (scanf("%d", &waves) != 1) return 2;
  for (int wave = 0; wave < waves; wave++) {
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
      if (pthread_create(&threads[i], NULL, task, &numbers[i]) != 0) return 3;
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < 4; i++) sum += numbers[i] & 0xff;
  }
  printf("%d\n", sum);
  return 0;
}
