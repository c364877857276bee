#include <alloca.h>
#include <stdio.h>
#include <string.h>

static int vla(int n) {
  int values[n];
  for (int i = 0; i < n; i++) {
    values[i] = i * n;
  }
  char *more = alloca((size_t)n + 1);
  memset(more, 'x', (size_t)n);
  more[n] = 0;
  int sum = (int)strlen(more);
  for (int i = 0; i < n; i++) {
    sum += values[i];
  }
  return n > 1 ? sum + vla(n / 2) : sum;
}

static int deep(int n) {
  char frame[512];
  memset(frame, n, sizeof frame);
  return n == 0 ? 0 : frame[n % 512] + deep(n - 1);
}

int main(void) { printf("%d %d\n", vla(300), deep(1000)); }
