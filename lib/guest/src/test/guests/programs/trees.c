#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) { return strcmp(a, b); }

static void print(const void *node, VISIT visit, int depth) {
  if (visit == postorder || visit == leaf) {
    printf("%s:%d ", *(char *const *)node, depth);
  }
}

int main(void) {
  void *root = NULL;
  char *names[60];
  hcreate(100);
  for (int i = 0; i < 60; i++) {
    names[i] = malloc(8);
    sprintf(names[i], "k%d", i * 37 % 101);
    tsearch(names[i], &root, compare);
    hsearch((ENTRY){names[i], (void *)(long)i}, ENTER);
  }
  twalk(root, print);
  for (int i = 0; i < 60; i += 2) {
    tdelete(names[i], &root, compare);
  }
  puts("");
  twalk(root, print);
  ENTRY *found = hsearch((ENTRY){"k37", NULL}, FIND);
  printf("\n%ld %d\n", (long)found->data, hsearch((ENTRY){"none", NULL}, FIND) == NULL);
}
