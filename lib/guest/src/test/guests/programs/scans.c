#include <stdio.h>

int main(void) {
  int a, b, n;
  unsigned x;
  char word[20], set[20], c;
  long long l;
  while ((n = scanf("%d %i %x", &a, &b, &x)) == 3) {
    printf("%d %d %x\n", a, b, x);
  }
  printf("stopped with %d\n", n);
  n = scanf("%19s %c %19[a-c]", word, &c, set);
  printf("%d %s %c %s\n", n, word, c, set);
  n = sscanf("12:34:56 -9000000000", "%d:%d:%*d %lld", &a, &b, &l);
  printf("%d %d %d %lld\n", n, a, b, l);
}
