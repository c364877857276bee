#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

static atomic_int counter;
static atomic_uchar byte = 250;
static _Atomic int16_t half = -3;
static atomic_flag flag = ATOMIC_FLAG_INIT;

int main(void) {
  int expected = 5;
  printf("%d %d\n", atomic_fetch_add(&counter, 7), atomic_load(&counter));
  printf("%d %d\n", atomic_compare_exchange_strong(&counter, &expected, 1), expected);
  printf("%d %d\n", atomic_compare_exchange_strong(&counter, &expected, 1), atomic_load(&counter));
  printf("%d %d\n", atomic_fetch_add(&byte, 10), atomic_load(&byte));
  printf("%d %d\n", atomic_fetch_xor(&half, 0x55), atomic_load(&half));
  printf("%d %d\n", atomic_flag_test_and_set(&flag), atomic_flag_test_and_set(&flag));
  printf("%d %d\n", atomic_exchange(&counter, -9), atomic_fetch_or(&counter, 1));
  printf("%d %d\n", __sync_fetch_and_xor(&counter, 12), __sync_val_compare_and_swap(&counter, 0, 1));
  atomic_thread_fence(memory_order_seq_cst);
}
