/* An ordinary C program: stdio, malloc, sorting, a static glibc as the distribution has it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right) {
  return strcmp(*(char *const *)left, *(char *const *)right);
}

int main(void) {
  char **lines = NULL;
  size_t count = 0;
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, stdin) >= 0) {
    lines = realloc(lines, (count + 1) * sizeof *lines);
    lines[count++] = strdup(line);
  }
  qsort(lines, count, sizeof *lines, compare);
  printf("hello: %zu lines\n", count);
  for (size_t i = 0; i < count; i++) fputs(lines[i], stdout);
  return 0;
}
