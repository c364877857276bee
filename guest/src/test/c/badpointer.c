/* Hands the kernel a pointer that leads nowhere. */
#include "check.h"

int main(void) {
  call(4263, 0, 0x70000000, 0);
  return 1;
}
