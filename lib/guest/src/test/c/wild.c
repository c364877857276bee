/* Calls through a pointer into data. */
#include "check.h"

int main(void) {
  static word words[2];
  ((void (*)(void))words)();
  return 1;
}
