#include <stdint.h>
#include <stdio.h>

/* Digits of 300!, in limbs of nine digits, and Fibonacci numbers beyond 64 bits. */
int main(void) {
  static uint32_t limbs[100] = {1};
  int used = 1;
  for (uint32_t n = 2; n <= 300; n++) {
    uint64_t carry = 0;
    for (int i = 0; i < used; i++) {
      carry += (uint64_t)limbs[i] * n;
      limbs[i] = carry % 1000000000;
      carry /= 1000000000;
    }
    if (carry) {
      limbs[used++] = carry;
    }
  }
  printf("%u", limbs[used - 1]);
  for (int i = used - 2; i >= 0; i--) {
    printf("%09u", limbs[i]);
  }
  uint64_t a = 0, b = 1, high_a = 0, high_b = 0;
  for (int i = 0; i < 180; i++) {
    uint64_t sum = a + b, high = high_a + high_b + (sum < a);
    a = b, high_a = high_b, b = sum, high_b = high;
  }
  printf("\n%llx%016llx\n", (unsigned long long)high_a, (unsigned long long)a);
}
