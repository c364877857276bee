#include <assert.h>
#include <stdio.h>

int main(int argc, char **argv) {
  setbuf(stdout, NULL);
  printf("one ");
  assert(argc == 1);
  printf("two\n");
  assert(argv[0][0] == '!');
  return 0;
}
