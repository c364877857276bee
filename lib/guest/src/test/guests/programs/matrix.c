#include <stdio.h>

enum { N = 24, MODULUS = 998244353 };

typedef unsigned matrix[N][N];

static void multiply(matrix out, matrix a, matrix b) {
  matrix product;
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      unsigned long long sum = 0;
      for (int k = 0; k < N; k++) {
        sum = (sum + (unsigned long long)a[i][k] * b[k][j]) % MODULUS;
      }
      product[i][j] = (unsigned)sum;
    }
  }
  __builtin_memcpy(out, product, sizeof product);
}

int main(void) {
  matrix a, power;
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      a[i][j] = (i * 7919u + j * 104729u) % MODULUS;
      power[i][j] = i == j;
    }
  }
  for (int n = 11; n; n >>= 1) {
    if (n & 1) {
      multiply(power, power, a);
    }
    multiply(a, a, a);
  }
  unsigned trace = 0;
  for (int i = 0; i < N; i++) {
    trace = (trace + power[i][i]) % MODULUS;
  }
  printf("%u %u\n", trace, power[3][5]);
}
