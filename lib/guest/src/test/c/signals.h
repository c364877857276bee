/* Signals as Linux has them on MIPS: calls, structures, a guest that starts threads. */
#include "check.h"

enum { KILL = 4037, TKILL = 4236, TGKILL = 4266, SIGACTION = 4194, SIGPROCMASK = 4195 };
enum { SIGPENDING = 4196, SIGTIMEDWAIT = 4197, SIGQUEUE = 4198, SIGSUSPEND = 4199, PAUSE = 4029 };
enum { SIGALTSTACK = 4206, TGSIGQUEUE = 4332, YIELD = 4162 };
enum { EPERM = 1, ESRCH = 3, EINTR = 4, EAGAIN = 11, ENOMEM = 12, EFAULT = 14, EINVAL = 22 };
enum { SIGINT = 2, SIGABRT = 6, SIGPIPE = 13, SIGALRM = 14, SIGTERM = 15, SIGUSR1 = 16, SIGUSR2 = 17 };
enum { SIGCHLD = 18, SIGWINCH = 20, SIGURG = 21, SIGSTOP = 23, SIGTSTP = 24, SIGCONT = 25, SIGRT = 40 };
enum { BLOCK = 1, UNBLOCK = 2, SETMASK = 3 };

#define SA_INFO 8u
#define SA_ONSTACK 0x08000000u
#define SA_RESTART 0x10000000u
#define SA_NODEFER 0x40000000u
#define SA_RESETHAND 0x80000000u

static int self;

struct set {
  word bits[4];
};

struct action {
  word flags;
  void *handler;
  struct set mask;
};

/* siginfo: the code comes before the error. */
struct information {
  int number, code, error;
  word fields[29];
};

struct stack {
  void *start;
  word size;
  word flags;
};

struct context {
  word unused[2];
  unsigned long long pc, registers[32], floats[32];
  word more, control, version, used, dsp;
  unsigned long long hi, lo;
  word accumulators[6];
};

struct user_context {
  word flags;
  void *link;
  struct stack stack;
  struct context context;
  struct set mask;
};

/* What a handler without SA_SIGINFO has for its third argument is followed by the mask. */
struct old_context {
  struct context context;
  struct set mask;
};

static inline struct set of(int a, int b, int c) {
  struct set set = {{0}};
  int signals[3] = {a, b, c};
  for (int i = 0; i < 3; i++)
    if (signals[i]) set.bits[(signals[i] - 1) / 32] |= 1u << (signals[i] - 1) % 32;
  return set;
}

static inline int has(struct set set, int signal) {
  return set.bits[(signal - 1) / 32] >> (signal - 1) % 32 & 1;
}

static inline int handle(int signal, void *handler, word flags, struct set mask) {
  struct action action = {flags, handler, mask};
  return call6(SIGACTION, signal, (int)&action, 0, 16, 0, 0);
}

static inline int change(int how, struct set set) { return call6(SIGPROCMASK, how, (int)&set, 0, 16, 0, 0); }

static inline struct set blocked(void) {
  struct set set = {{0}};
  call6(SIGPROCMASK, 0, 0, (int)&set, 16, 0, 0);
  return set;
}

static inline struct set pending(void) {
  struct set set = {{0}};
  call6(SIGPENDING, (int)&set, 16, 0, 0, 0, 0);
  return set;
}

/* A thread that runs a function; its number. */
static inline int spawn(void (*what)(void), void *stack_end) {
  register int v0 __asm__("$2") = 4120;
  register int a0 __asm__("$4") = 0x10000 | 0x100 | 0x200 | 0x400 | 0x800;
  register word *a1 __asm__("$5") = (word *)stack_end - 16;
  register int a3 __asm__("$7") = 0;
  a1[0] = (word)what;
  __asm__ volatile(
      ".set push\n\t.set noreorder\n\t"
      "addiu $sp,$sp,-32\n\tsyscall\n\tbnez $2,1f\n\tnop\n\t"
      "lw $25,0($sp)\n\taddiu $sp,$sp,-64\n\tjalr $25\n\tnop\n\tli $2,4001\n\tli $4,0\n\tsyscall\n"
      "1:\taddiu $sp,$sp,32\n\t.set pop"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1)
      : "memory", "$1", "$3", "$6", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "$31", "hi",
        "lo");
  return a3 ? -v0 : v0;
}
