/* Sends itself the signal that stdin says, in the way that it says, and goes on if it can. */
#include "signals.h"

static const struct set none;
static byte stack[4096] __attribute__((aligned(8)));

static void go_on(int signal) { (void)signal; }

static void wait(void) { call(PAUSE, 0, 0, 0); }

static void send_from_thread(void) {
  call(TGKILL, self, self, stack[0]);
  write(STDOUT, "went on\n", 8);
  quit(0);
}

int main(void) {
  byte given[2];
  self = call(4020, 0, 0, 0);
  if (read(STDIN, given, 2) != 2) return 1;
  int signal = given[0];
  switch (given[1]) {
    case 'k': call(KILL, self, signal, 0); break;
    case 't': call(TGKILL, self, self, signal); break;
    case 'b':
      change(BLOCK, of(signal, 0, 0));
      call(KILL, self, signal, 0);
      change(SETMASK, none);
      break;
    case 'r':
      handle(signal, go_on, SA_RESETHAND, none);
      call(KILL, self, signal, 0);
      call(KILL, self, signal, 0);
      break;
    case 'o': /* another thread sends it to this one, which waits */
      stack[0] = (byte)signal;
      spawn(send_from_thread, stack + 4096);
      wait();
      break;
    case 's': /* without a stack */
      handle(signal, go_on, 0, none);
      __asm__ volatile("li $29,0x1000\n\tmove $4,%0\n\tmove $5,%1\n\tli $2,4037\n\tsyscall" : : "r"(self), "r"(signal) : "$4", "$5");
      break;
    case 'f': /* nothing to come back from */
      __asm__ volatile("li $29,0x1000\n\tli $2,4193\n\tsyscall");
      break;
    case 'p': /* a timer of processor time */ {
      int times[4] = {0, 0, 1, 0};
      call(4104, 2, (int)times, 0);
      break;
    }
    case 'c': /* and another */ {
      int timer;
      call(4257, 3, 0, (int)&timer);
      break;
    }
    case 'w': wait(); break;
  }
  write(STDOUT, "went on\n", 8);
  return 0;
}
