#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  char *line = NULL, *kept[100];
  size_t room = 0;
  int count = 0;
  while (count < 100 && getline(&line, &room, stdin) > 0) {
    line[strcspn(line, "\n")] = 0;
    kept[count++] = strdup(line);
  }
  for (int i = count - 1; i >= 0; i--) {
    printf("%2d %s\n", i, kept[i]);
    free(kept[i]);
  }
  free(line);
  return count;
}
