// Here: null pointer, address 0x0
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static sigjmp_buf back;

static void handle(int signal) { siglongjmp(back, signal); }

int main(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handle;
  sigaction(SIGSEGV, &action, NULL);
  int signal = sigsetjmp(back, 1);
  if (signal == 0) {
    *(volatile int *)0 = 1;
  }
  printf("signal %d\n", signal);
  return 0;
}
