/* Sends itself SIGABRT. */
#include "check.h"

int main(void) {
  call(4266, 100, 100, 6);
  return 1;
}
