/* A guest that executes every instruction and makes every system call, and checks what comes of it: proved once, it
   shows that the circuits take what translation and kernel are made of. The first check that fails is the exit status;
   the output is a digest of the instructions' results, the same as under qemu. */
#include "guest.h"

enum { PAGE = 4096, RW = 3, MAP = 0x802, EAGAIN = 11, ENOSYS = 89, ETIMEDOUT = 145 };
enum { THREAD = 0x10000 | 0x100 | 0x200 | 0x400 | 0x800, SETTLS = 0x80000, PARENT_TID = 0x100000 };
enum { CLEAR_TID = 0x200000, CHILD_TID = 0x1000000, WAIT = 128, WAKE = 129 };

word instructions(word digest, const word *operands, word *memory);
int call_in_slot(void);
word floats(word digest, const word *operands, word *memory);

static const word operands[16] = {0,          0xffffffff, 0x80000000, 0xffffffff, 0x7fffffff, 1,
                                  0x12345678, 0,          0xdeadbeef, 0x0000cafe, 0xffff8000, 0x00010001,
                                  7,          0xfffffffd, 0x80000000, 31};
/* What qemu's digest is; it depends on where the code lies, for return addresses are in it. */
#ifdef __MIPSEB__
static const word expected = 0x0cc20ffd;
#else
static const word expected = 0x3a4b2cbb;
#endif

/* Pairs of doubles, the lower word first; the first word of each is a single, too. */
static const word float_operands[24] = {
    0x40490fdb, 0x400921fb, 0xc0200000, 0xbff80000, 0x00000001, 0x00000000, 0x3f800001, 0x3ff00000,
    0x7f800000, 0x7ff00000, 0x00000000, 0x80000000, 0x4b7fffff, 0x41dfffff, 0xcf000000, 0xc1e00000,
    0xff7fffff, 0xffefffff, 0x007fffff, 0x000fffff, 0x7fc12345, 0x7ff7ffff, 0x3effffff, 0x3fdfffff};

static word memory[16] __attribute__((aligned(8)));
static int checks;

static void check(int holds) {
  checks++;
  if (!holds) quit(checks);
}

/* With six arguments, of which o32 passes the last two on the stack. */
static int call6(int number, int a, int b, int c, int d, int e, int f) {
  register int v0 __asm__("$2") = number;
  register int a0 __asm__("$4") = a;
  register int a1 __asm__("$5") = b;
  register int a2 __asm__("$6") = c;
  register int a3 __asm__("$7") = d;
  __asm__ volatile("addiu $sp,$sp,-32\n\tsw %6,16($sp)\n\tsw %7,20($sp)\n\tsyscall\n\taddiu $sp,$sp,32"
                   : "+r"(v0), "+r"(a3)
                   : "r"(a0), "r"(a1), "r"(a2), "0"(v0), "r"(e), "r"(f)
                   : "memory", "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi",
                     "lo");
  return a3 ? -v0 : v0;
}

static void files(void) {
  static byte buffer[200];
  static struct {
    void *data;
    int size;
  } pieces[2] = {{buffer, 3}, {buffer + 4, 60}};
  check(read(STDIN, buffer, 5) == 5 && buffer[0] == 's');
  check(call(4145, STDIN, (int)pieces, 2) == 63);
  check(call(4146, STDERR, (int)pieces, 2) == 63);
  check(read(PUBLIC_INPUT, buffer, 100) == 6 && buffer[5] == 'c');
  check(call(4005, (int)"x", 0, 0) == -2 && call(4288, -100, (int)"x", 0) == -2);
  check(call(4033, (int)"x", 0, 0) == -2 && call(4300, -100, (int)"x", 0) == -2);
  check(call(4085, (int)"x", (int)buffer, 9) == -2 && call6(4298, -100, (int)"x", (int)buffer, 9, 0, 0) == -2);
  check(call(4106, (int)"x", (int)buffer, 0) == -2 && call(4213, (int)"x", (int)buffer, 0) == -2);
  check(call(4214, (int)"x", (int)buffer, 0) == -2);
  check(call(4215, 1, (int)buffer, 0) == 0 && call6(4293, 1, (int)"", (int)buffer, 0x1000, 0, 0) == 0);
  check(call(4006, 77, 0, 0) == -9 && call(4019, 0, 0, 0) == -29);
  check(call6(4140, 0, 0, 0, (int)buffer, 0, 0) == -29);
  check(call(4054, 1, 0x540d, (int)buffer) == -25);
  check(call(4055, 1, 3, 0) == call(4220, 1, 3, 0));
}

static void clocks(void) {
  static word now[4], nap[2] = {0, 1000}, wide[4];
  check(call(4013, 0, 0, 0) == 946684800);
  check(call(4078, (int)now, 0, 0) == 0 && call(4264, 0, (int)now, 0) == 0);
  check(call(4166, (int)nap, 0, 0) == 0 && call6(4265, 1, 0, (int)nap, 0, 0, 0) == 0);
  check(call6(4407, 1, 0, (int)wide, 0, 0, 0) == 0 && call(4403, 1, (int)wide, 0) == 0);
  check(call(4263, 0, (int)now, 0) == 0 && now[0] == 946684800 && now[1] > 2000);
}

static void information(void) {
  static byte name[400];
  static word limit[4], set[4];
  check(call(4020, 0, 0, 0) > 0 && call(4064, 0, 0, 0) >= 0);
  check(call(4024, 0, 0, 0) == call(4049, 0, 0, 0) && call(4047, 0, 0, 0) == call(4050, 0, 0, 0));
  check(call(4122, (int)name, 0, 0) == 0 && name[0] == 'L');
  check(call(4076, 3, (int)limit, 0) == 0 && call6(4338, 0, 3, 0, (int)limit, 0, 0) == 0);
  check(call(4353, (int)name, 17, 0) == 17);
  check(call(4309, (int)limit, 12, 0) == -ENOSYS && call(4192, 0, 0, 0) == -22);
  check(call(4366, 0, 0, 0) == -ENOSYS && call(4367, 0, 0, 0) == -ENOSYS && call(4435, 0, 0, 0) == -ENOSYS);
  check(call(4037, 100, 0, 0) == 0 && call(4236, 100, 0, 0) == 0 && call(4266, 100, 100, 0) == 0);
  check(call6(4194, 2, 0, (int)name, 16, 0, 0) == 0 && call6(4195, 0, 0, (int)name, 16, 0, 0) == 0);
  check(call(4206, 0, (int)set, 0) == 0);
  check(call(4240, 0, 4, (int)set) == 4 && set[0] == 1 && call(4239, 0, 4, (int)set) == 0);
  check(call(4007, -1, 0, 0) == -10 && call(4114, -1, 0, 0) == -10 && call(4278, 0, 0, 0) == -10);
  check(call_in_slot() == ENOSYS && call(4999, 0, 0, 0) == -ENOSYS && call(1000000, 0, 0, 0) == -ENOSYS);
}

static int served(int number, int a, int b, int c) { return call(number, a, b, c) != -ENOSYS; }

static void trifles(void) {
  static word room[40];
  check(served(4060, 18, 0, 0) && served(4065, 0, 0, 0) && served(4132, 0, 0, 0) && served(4151, 0, 0, 0));
  check(served(4075, 3, (int)room, 0) && served(4077, 0, (int)room, 0) && served(4080, 0, (int)room, 0));
  check(served(4147, (int)room, 64, 3) && served(4160, 0, 0, (int)room));
  check(served(4163, 0, 0, 0) && served(4164, 0, 0, 0) && served(4203, (int)room, 100, 0));
  check(served(4406, 1, (int)room, 0));
}

static void mappings(void) {
  word end = (word)call(4045, 0, 0, 0);
  check((word)call(4045, end + 100, 0, 0) == end + 100);
  *(word *)end = 5;
  word a = (word)call6(4210, 0, PAGE, RW, MAP, -1, 0), b = (word)call6(4090, 0, PAGE, RW, MAP, -1, 0);
  check(a % PAGE == 0 && b % PAGE == 0 && a != b);
  *(word *)b = 9;
  check(call(4125, a, PAGE, RW) == 0 && call(4218, b, PAGE, 4) == 0 && *(word *)b == 0);
  *(word *)a = 7;
  word c = (word)call6(4167, a, PAGE, 2 * PAGE, 1, 0, 0);
  check(c % PAGE == 0 && c != a && *(word *)c == 7);
  check(call(4091, c, 2 * PAGE, 0) == 0 && call(4091, b, PAGE, 0) == 0);
}

/* Handlers go back by themselves, from a frame without siginfo and from one with it. */
static volatile word handled;

static void handle(int signal, word information, byte *context) {
  handled += signal;
  byte *frame = context - (information == 0 ? 24 : 152);
  int number = information == 0 ? 4119 : 4193;
  __asm__ volatile("move $29,%0\n\tmove $2,%1\n\tsyscall" : : "r"(frame), "r"(number) : "$2", "memory");
}

static void signals(void) {
  enum { USR1 = 16, USR2 = 17, SELF = 100, INFORMATION = 8, BLOCK = 1, UNBLOCK = 2 };
  static word action[6] = {0, (word)handle}, set[4] = {3 << (USR1 - 1)}, none[4], seen[32] = {0, -1}, now[4];
  check(call6(4194, USR2, (int)action, 0, 16, 0, 0) == 0 && call(4037, SELF, USR2, 0) == 0 && handled == USR2);
  action[0] = INFORMATION;
  check(call6(4194, USR1, (int)action, 0, 16, 0, 0) == 0 && call(4236, SELF, USR1, 0) == 0 && handled == USR1 + USR2);
  check(call6(4195, BLOCK, (int)set, 0, 16, 0, 0) == 0 && call6(4198, SELF, USR1, (int)seen, 0, 0, 0) == 0);
  check(call6(4332, SELF, SELF, USR2, (int)seen, 0, 0) == 0 && call(4196, (int)none, 16, 0) == 0 && none[0] == set[0]);
  check(call6(4197, (int)set, (int)seen, (int)now, 16, 0, 0) == USR2 && call6(4421, (int)set, 0, (int)now, 16, 0, 0) == USR1);
  check(call(4266, SELF, SELF, USR1) == 0);
  none[0] = 0;
  check(call(4199, (int)none, 16, 0) == -4 && handled == 2 * USR1 + USR2);
  check(call6(4195, UNBLOCK, (int)set, 0, 16, 0, 0) == 0);
  /* and as it was of old */
  check(call(4067, USR2, (int)action, 0) == 0 && call(4126, BLOCK, (int)set, 0) == 0 && call(4037, SELF, USR2, 0) == 0);
  check(call(4073, (int)seen, 0, 0) == 0 && seen[0] == 1 << (USR2 - 1) && call(4072, (int)none, 0, 0) == -4);
  check(handled == 2 * USR1 + 2 * USR2 && call(4126, UNBLOCK, (int)set, 0) == 0);
}

static void timers(void) {
  enum { ALRM = 14 };
  static word action[6] = {0, (word)handle}, times[4], wide[8], event[16] = {0, ALRM}, timer;
  handled = 0;
  check(call6(4194, ALRM, (int)action, 0, 16, 0, 0) == 0 && call(4027, 1, 0, 0) == 0);
  check(call(4029, 0, 0, 0) == -4 && handled == ALRM);
  check(call(4105, 0, (int)times, 0) == 0 && call(4104, 0, (int)times, 0) == 0);
  check(call(4257, 0, (int)event, (int)&timer) == 0);
  times[2] = 1;
  check(call6(4258, timer, 0, (int)times, 0, 0, 0) == 0 && call(4259, timer, (int)times, 0) == 0 && times[2] == 1);
  check(call(4408, timer, (int)wide, 0) == 0 && call6(4409, timer, 0, (int)wide, 0, 0, 0) == 0);
  check(call(4029, 0, 0, 0) == -4 && handled == 2 * ALRM && call(4260, timer, 0, 0) == 0);
  check(call(4261, timer, 0, 0) == 0);
}

static byte stack[1024] __attribute__((aligned(8)));
static volatile word gate, done, tid, cleared;

static int futex(volatile word *at, int op, word value, const word *time) {
  return call6(4238, (int)at, op, value, (int)time, 0, 0);
}

static void run(void) {
  word own;
  __asm__(".set push\n\t.set mips32r2\n\trdhwr %0,$29\n\t.set pop" : "=r"(own));
  if (own != 0x1234) quit(101);
  while (gate == 0) futex(&gate, WAIT, 0, 0);
  done = 1;
  call(4001, 0, 0, 0);
}

static void (*volatile task)(void);

/* The new thread comes back from the call with its own stack. */
static int spawn(void (*what)(void)) {
  task = what;
  register int v0 __asm__("$2") = 4120;
  register int a0 __asm__("$4") = THREAD | SETTLS | PARENT_TID | CLEAR_TID | CHILD_TID;
  register byte *a1 __asm__("$5") = stack + 1000;
  register volatile word *a2 __asm__("$6") = &tid;
  register int a3 __asm__("$7") = 0x1234;
  __asm__ volatile(
      ".set push\n\t.set noreorder\n\t"
      "addiu $sp,$sp,-32\n\tsw %5,16($sp)\n\tsyscall\n\tbnez $2,1f\n\tnop\n\t"
      "addiu $sp,$sp,-64\n\tlw $25,0(%6)\n\tjalr $25\n\tnop\n"
      "1:\taddiu $sp,$sp,32\n\t.set pop"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1), "r"(a2), "r"(&cleared), "r"(&task)
      : "memory", "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "$31", "hi", "lo");
  return a3 ? -v0 : v0;
}

static void threads(void) {
  static const word moment[4] = {0};
  int own = call(4222, 0, 0, 0);
  check(call(4252, (int)&done, 0, 0) == own && call(4283, 77, 0, 0) == 0);
  check(spawn(run) > own && tid == (word)own + 1);
  check(call(4162, 0, 0, 0) == 0 && done == 0);
  gate = 1;
  check(futex(&gate, WAKE, 1, 0) == 1);
  while (cleared != 0) check(futex(&cleared, WAIT, tid, 0) == 0);
  check(done == 1 && futex(&gate, WAIT, 0, 0) == -EAGAIN);
  check(call6(4422, (int)&gate, WAIT, 1, (int)moment, 0, 0) == -ETIMEDOUT);
}

static void events(void) {
  static word watch[4] = {1, 0, 5, 6}, seen[4], count[2] __attribute__((aligned(8)));
  static struct {
    int descriptor;
    short events, seen;
  } polled = {1, 4, 0};
  int set = call(4326, 0, 0, 0), event = call(4325, 0, 0, 0);
  check(set > 3 && event > 3 && call(4319, 0, 0, 0) != -ENOSYS && call(4248, 1, 0, 0) != -ENOSYS);
  check(call6(4249, set, 1, event, (int)watch, 0, 0) == 0);
  check(call6(4250, set, (int)seen, 1, 0, 0, 0) == 0);
  count[0] = count[1] = 1;
  check(write(event, count, 8) == 8 && read(event, count, 8) == 8 && write(event, count, 8) == 8);
  check(call6(4313, set, (int)seen, 1, 5, 0, 0) == 1 && seen[2] == 5);
  polled.descriptor = set;
  check(call(4188, (int)&polled, 1, 0) == 0 && call6(4249, set, 3, event, (int)watch, 0, 0) == 0);
  check(call6(4249, set, 2, event, 0, 0, 0) == 0 && call(4006, set, 0, 0) == 0);
}

static int ends[2];

static void feed(void) {
  static byte much[5000];
  if (write(ends[1], much, sizeof much) != sizeof much) quit(102);
  call(4001, 0, 0, 0);
}

static void pipes(void) {
  static byte room[8192];
  static word nap[2] = {0, 1000}, wide[4], readable, writable;
  check(call(4328, (int)ends, 0, 0) == 0 && call(4006, ends[1], 0, 0) == 0 && read(ends[0], room, 9) == 0);
  check(call(4063, 2, ends[0], 0) == ends[0] && call(4327, 2, ends[1], 0) == ends[1] && call(4041, 2, 0, 0) > ends[1]);
  check(call(4042, 0, 0, 0) > ends[1] && call(4328, (int)ends, 0, 0) == 0);
  struct {
    int descriptor;
    short events, seen;
  } polled = {ends[0], 1, 0};
  check(call6(4302, (int)&polled, 1, (int)nap, 0, 16, 0) == 0);
  check(call6(4414, (int)&polled, 1, (int)wide, 0, 16, 0) == 0);
  readable = 1 << ends[0];
  check(call6(4142, ends[0] + 1, (int)&readable, 0, 0, (int)nap, 0) == 0 && readable == 0);
  check(spawn(feed) > 0 && call(4188, (int)&polled, 1, -1) == 1 && polled.seen == 1);
  readable = 1 << ends[0], writable = 1 << ends[1];
  check(call6(4301, 32, (int)&readable, (int)&writable, 0, (int)nap, 0) == 2 && readable != 0);
  check(call6(4413, 32, (int)&readable, (int)&writable, 0, (int)wide, 0) == 2 && writable != 0);
  check(read(ends[0], room + 1, sizeof room - 1) == 5000);
}

static void put_line(word digest) {
  static char line[9] __attribute__((aligned(4)));
  put_hex(line, digest);
  line[8] = '\n';
  check(write(STDOUT, line, 9) == 9);
}

int main(void) {
  word digest = floats(instructions(1, operands, memory), float_operands, memory);
  put_line(digest);
  check(digest == expected);
  files();
  clocks();
  information();
  trifles();
  signals();
  timers();
  mappings();
  threads();
  events();
  pipes();
  return 0;
}
