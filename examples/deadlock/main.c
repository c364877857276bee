/* Waits for a futex that nobody will wake. */
#include "guest.h"

int main(void) {
  static word futex;
  call(4238, (int)&futex, 0, 0);
  return 0;
}
