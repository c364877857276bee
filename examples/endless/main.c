/* Never ends. */
#include "guest.h"

int main(void) {
  for (volatile word i = 0;; i++) {
  }
}
