/* What a handler finds on its stack, and what comes back from there. */
#include "signals.h"

static const struct set none;
static volatile word before[40], after[40], handler_sp, third, second;
static double saved_double;
static volatile word saved_control, saved_hi, saved_lo, saved_pc, saved_s0;

/* Everything that a program has becomes another, and has to come back. */
static void spoil(int signal, word information, struct old_context *old) {
  second = information;
  third = (word)old;
  handler_sp = (word)__builtin_frame_address(0);
  saved_hi = (word)old->context.hi, saved_lo = (word)old->context.lo, saved_pc = (word)old->context.pc;
  saved_s0 = (word)old->context.registers[16], saved_control = old->context.control;
  saved_double = *(double *)&old->context.floats[20];
  __asm__ volatile(
      ".set push\n\t.set noat\n\tmtc1 %0,$f20\n\tmtc1 %0,$f21\n\tmtc1 %0,$f0\n\tmtc1 %0,$f1\n\tmthi %0\n\tmtlo %0\n\t"
      "ctc1 $0,$31\n\tli $1,1\n\tli $2,1\n\tli $3,1\n\tli $8,1\n\tli $9,1\n\tli $10,1\n\tli $11,1\n\tli $12,1\n\t"
      "li $13,1\n\tli $14,1\n\tli $15,1\n\tli $24,1\n\tli $25,1\n\t.set pop"
      : : "r"(signal) : "$1", "$2", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "$f0",
      "$f20", "memory", "hi", "lo");
}

/* kill, with all registers known; what they are afterwards. */
static int kill_with_everything(int signal) {
  register int v0 __asm__("$2") = KILL;
  register int a0 __asm__("$4") = self;
  register int a1 __asm__("$5") = signal;
  register int a3 __asm__("$7") = 5;
  register volatile word *to __asm__("$16") = after;
  double f = 2.5;
  __asm__ volatile(
      ".set push\n\t.set noat\n\t.set noreorder\n\t"
      "li $8,0x800000\n\tctc1 $8,$31\n\tmov.d $f20,%5\n\tli $1,0x101\n\tli $3,0x103\n\tli $6,0x106\n\tli $8,0x108\n\t"
      "li $9,0x109\n\tli $10,0x10a\n\tli $11,0x10b\n\tli $12,0x10c\n\tli $13,0x10d\n\tli $14,0x10e\n\tli $15,0x10f\n\t"
      "li $24,0x118\n\tli $25,0x119\n\tli $31,0x11f\n\tmthi $24\n\tmtlo $25\n\t"
      "syscall\n\t"
      "sw $1,4($16)\n\tsw $3,12($16)\n\tsw $4,16($16)\n\tsw $5,20($16)\n\tsw $6,24($16)\n\tsw $8,32($16)\n\t"
      "sw $9,36($16)\n\tsw $10,40($16)\n\tsw $11,44($16)\n\tsw $12,48($16)\n\tsw $13,52($16)\n\tsw $14,56($16)\n\t"
      "sw $15,60($16)\n\tsw $24,96($16)\n\tsw $25,100($16)\n\tsw $29,116($16)\n\tsw $31,124($16)\n\t"
      "mfhi $8\n\tmflo $9\n\tsw $8,128($16)\n\tsw $9,132($16)\n\tcfc1 $8,$31\n\tsw $8,136($16)\n\t"
      "mfc1 $8,$f20\n\tmfc1 $9,$f21\n\tsw $8,140($16)\n\tsw $9,144($16)\n\t"
      "li $10,0\n\tbc1f 1f\n\tnop\n\tli $10,1\n1:\tsw $10,148($16)\n\t.set pop"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1), "r"(to), "f"(f)
      : "memory", "$1", "$3", "$6", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "$31", "$f20",
        "hi", "lo");
  return a3 ? -v0 : v0;
}

static void registers(void) {
  CHECK(handle(SIGUSR1, spoil, 0, none) == 0 && kill_with_everything(SIGUSR1) == 0);
  static const byte known[] = {1, 3, 6, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 31};
  for (word i = 0; i < sizeof known; i++) CHECK(after[known[i]] == 0x100u + known[i]);
  checks = 10;
  CHECK((int)after[4] == self && after[5] == SIGUSR1 && after[32] == 0x118 && after[33] == 0x119);
  union {
    double d;
    word w[2];
  } f = {2.5};
  CHECK(after[34] == 0x800000 && after[35] == f.w[LOW] && after[36] == f.w[HIGH] && after[37] == 1);
  CHECK(saved_hi == 0x118 && saved_lo == 0x119 && saved_s0 == (word)after && saved_control == 0x800000);
  CHECK(saved_double == 2.5 && second == 0 && third % 8 == 0 && third > handler_sp && third < after[29]);
  CHECK(saved_pc != 0 && saved_pc % 4 == 0);
}

/* A handler may say where the program goes on, and how. */
static word elsewhere(void) {
  quit(77);
  return 0;
}

static volatile int came;
extern void other_way(void);
__asm__(".text\n\t.ent other_way\nother_way:\n\t.set push\n\t.set noreorder\n\tmove $4,$16\n\tmfc1 $5,$f20\n\t"
        "j arrived\n\tnop\n\t.set pop\n\t.end other_way");

__attribute__((used)) static void arrived(word s0, word f20);

static void redirect(int signal, struct information *information, struct user_context *user) {
  (void)signal, (void)information;
  user->context.pc = (word)other_way;
  user->context.registers[16] = 0x4711;
  ((word *)&user->context.floats[20])[LOW] = 0x815;
  user->mask = of(SIGUSR2, 9, 0);
}

static int after_redirection(void);

static void arrived(word s0, word f20) {
  CHECK(s0 == 0x4711 && f20 == 0x815 && blocked().bits[0] == 0x10000 && blocked().bits[1] == 0);
  quit(after_redirection());
}

/* The stack for handlers. */
static byte room[8192] __attribute__((aligned(8)));
static volatile word on, off, told;
static volatile struct stack stack_told, stack_now;
static volatile int refused, count;

static int stack(void *start, word size, word flags) {
  struct stack given = {start, size, flags};
  return call(SIGALTSTACK, (int)&given, 0, 0);
}

static void on_stack(int signal, struct information *information, struct user_context *user) {
  (void)information;
  if (signal == SIGUSR1) on = (word)&signal;
  else off = (word)&signal;
  count++;
  if (user) {
    stack_told = user->stack;
    call(SIGALTSTACK, 0, (int)&stack_now, 0);
    refused = stack(room, 4096, 0);
  }
}

static void nested_on_stack(int signal, struct information *information, struct user_context *user) {
  on_stack(signal, information, user);
  if (count < 2) call(KILL, self, SIGUSR1, 0);
}

static int within(word address) { return address >= (word)room && address < (word)room + sizeof room; }

static void stacks(void) {
  checks = 40;
  struct stack now = {0, 1, 1};
  CHECK(call(SIGALTSTACK, 0, (int)&now, 0) == 0 && now.flags == 2 && now.size == 0);
  CHECK(stack(room, 2047, 0) == -ENOMEM && stack(room, 4096, 4) == -EINVAL && stack(room, 4096, 3) == -EINVAL);
  CHECK(call(SIGALTSTACK, 4, 0, 0) == -EFAULT && call(SIGALTSTACK, 0, 4, 0) == -EFAULT);
  CHECK(stack(room, sizeof room, 0) == 0 && call(SIGALTSTACK, 0, (int)&now, 0) == 0);
  CHECK(now.start == room && now.size == sizeof room && now.flags == 0);
  handle(SIGUSR1, on_stack, SA_ONSTACK | SA_INFO, none), handle(SIGUSR2, on_stack, SA_INFO, none);
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && within(on) && on % 4 == 0 && call(KILL, self, SIGUSR2, 0) == 0 && !within(off));
  CHECK(refused == 0 && stack(room, sizeof room, 0) == 0 && call(KILL, self, SIGUSR1, 0) == 0 && refused == -EPERM);
  CHECK(stack_now.flags == 1 && stack_now.start == room && stack_told.flags == 0 && stack_told.size == sizeof room);
  word first = on;
  count = 0;
  handle(SIGUSR1, nested_on_stack, SA_ONSTACK | SA_INFO | SA_NODEFER, none);
  CHECK(call(KILL, self, SIGUSR1, 0) == 0 && count == 2 && within(on) && on < first && stack_told.flags == 1);
  /* 50: without a stack, on the program's; one that disarms itself comes back */
  CHECK(stack(0, 0, 2) == 0 && call(KILL, self, SIGUSR1, 0) == 0 && !within(on));
  handle(SIGUSR1, on_stack, SA_ONSTACK | SA_INFO, none);
  CHECK(stack(room, sizeof room, 0x80000000) == 0 && call(KILL, self, SIGUSR1, 0) == 0 && within(on));
  CHECK(stack_now.flags == 2 && refused == 0 && stack_told.flags == 0x80000000);
  CHECK(call(SIGALTSTACK, 0, (int)&now, 0) == 0 && now.start == room && now.size == sizeof room && now.flags == 0x80000000);
  CHECK(stack(room, sizeof room, 1) == 0 && call(SIGALTSTACK, (int)&now, (int)&now, 0) == 0 && now.flags == 0);
}

static int after_redirection(void) {
  change(SETMASK, none);
  stacks();
  return 0;
}

int main(void) {
  self = call(4020, 0, 0, 0);
  registers();
  checks = 30;
  CHECK(handle(SIGUSR1, redirect, SA_INFO, none) == 0);
  call(KILL, self, SIGUSR1, 0);
  elsewhere();
  return 1;
}
