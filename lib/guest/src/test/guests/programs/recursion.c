#include <stdio.h>

static unsigned ackermann(unsigned m, unsigned n) {
  return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

static int queens(int n, int row, unsigned columns, unsigned left, unsigned right) {
  if (row == n) {
    return 1;
  }
  int found = 0;
  for (unsigned free = ~(columns | left | right) & ((1u << n) - 1); free; free &= free - 1) {
    unsigned bit = free & -free;
    found += queens(n, row + 1, columns | bit, (left | bit) << 1, (right | bit) >> 1);
  }
  return found;
}

static void hanoi(int n, int from, int to, int *moves) {
  if (n) {
    hanoi(n - 1, from, 6 - from - to, moves);
    moves[from * 4 + to]++;
    hanoi(n - 1, 6 - from - to, to, moves);
  }
}

int main(void) {
  int moves[16] = {0};
  hanoi(8, 1, 3, moves);
  printf("%u %u %d %d %d\n", ackermann(2, 9), ackermann(3, 3), queens(7, 0, 0, 0, 0), moves[7],
         moves[13]);
}
