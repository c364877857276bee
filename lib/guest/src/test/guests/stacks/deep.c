/* Recurses as many MiB as stdin says, in main or in a thread, beside memory that must stay as it is. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME = 4096 };

static unsigned char sentinel[1 << 16];

static unsigned descend(unsigned depth, unsigned value) {
  volatile unsigned char frame[FRAME - 128];
  frame[depth % sizeof frame] = value;
  frame[0] = depth;
  return depth == 0 ? value : descend(depth - 1, value * 31 + depth) + frame[depth % sizeof frame] + frame[0];
}

static void *task(void *depth) {
  printf("%u\n", descend(*(unsigned *)depth, 7));
  return NULL;
}

int main(void) {
  char where[10];
  unsigned mebibytes;
  if (scanf("%9s %u", where, &mebibytes) != 2) return 2;
  unsigned depth = mebibytes * ((1 << 20) / FRAME), sum = 0;
  size_t size = 3 << 20;
  unsigned char *beside = malloc(size);
  memset(beside, 0x5a, size);
  memset(sentinel, 0xa5, sizeof sentinel);
  if (strcmp(where, "thread") == 0) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, task, &depth) != 0) return 3;
    pthread_join(thread, NULL);
  } else {
    task(&depth);
  }
  for (size_t i = 0; i < size; i++) sum += beside[i];
  for (size_t i = 0; i < sizeof sentinel; i++) sum += sentinel[i];
  printf("%u\n", sum);
  return 0;
}
