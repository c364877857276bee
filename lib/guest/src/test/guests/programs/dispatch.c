#include <stdio.h>

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int multiply(int a, int b) { return a * b; }
static int first(int a, int b) { return (void)b, a; }

static int (*const table[])(int, int) = {add, subtract, multiply, first};

static int choose(int n) {
  switch (n) {
    case 0: return 12;
    case 1: return -4;
    case 2: return n * 5;
    case 3: return choose(n - 1) + 1;
    case 4: return 99;
    case 5: return 3;
    case 6: return 1 << n;
    case 7: return choose(2);
    case 20: return 20;
    case 1000: return 2;
    default: return n;
  }
}

/* Threaded code by computed goto. */
static int interpret(const unsigned char *code) {
  static const void *const labels[] = {&&push, &&plus, &&times, &&halt, &&loop};
  int stack[16], depth = 0, count = 3;
  const unsigned char *at = code;
  goto *labels[*at++];
push:
  stack[depth++] = *at++;
  goto *labels[*at++];
plus:
  depth--;
  stack[depth - 1] += stack[depth];
  goto *labels[*at++];
times:
  depth--;
  stack[depth - 1] *= stack[depth];
  goto *labels[*at++];
loop:
  if (--count) {
    at = code + 2;
  }
  goto *labels[*at++];
halt:
  return stack[depth - 1];
}

int main(void) {
  int x = 1;
  for (int i = 0; i < 40; i++) {
    x = table[(i ^ x) & 3](x, choose(i % 9)) + choose(i * 50);
    printf("%d ", x);
  }
  printf("\n%d\n", interpret((const unsigned char[]){0, 2, 0, 3, 1, 0, 7, 2, 4, 3}));
}
