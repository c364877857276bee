#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *a, const void *b) {
  int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

static int by_length(const void *a, const void *b) {
  const char *x = *(const char *const *)a, *y = *(const char *const *)b;
  int difference = (int)strlen(x) - (int)strlen(y);
  return difference ? difference : strcmp(x, y);
}

int main(void) {
  static int numbers[2000];
  unsigned state = 12345;
  for (int i = 0; i < 2000; i++) {
    state = state * 1103515245 + 12345;
    numbers[i] = (int)(state >> 8) - (1 << 22);
  }
  qsort(numbers, 2000, sizeof *numbers, ascending);
  for (int i = 0; i < 2000; i += 199) {
    int *found = bsearch(&numbers[i], numbers, 2000, sizeof *numbers, ascending);
    printf("%d at %d\n", numbers[i], (int)(found - numbers));
  }
  const char *words[] = {"pear", "fig", "apple", "kiwi", "banana", "date", "a", ""};
  qsort(words, 8, sizeof *words, by_length);
  for (int i = 0; i < 8; i++) {
    printf("<%s>", words[i]);
  }
  puts("");
}
