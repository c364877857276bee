#include <stdio.h>

struct small { char a; };
struct odd { char a[3]; };
struct mixed { char c; short s; int i; long long l; };
struct large { int v[20]; };

static struct small flip(struct small s) { return (struct small){(char)~s.a}; }

static struct odd turn(struct odd o) { return (struct odd){{o.a[2], o.a[0], o.a[1]}}; }

static struct mixed scale(struct mixed m, int by) {
  m.c *= by, m.s *= by, m.i *= by, m.l *= by;
  return m;
}

static struct large add(struct large a, struct large b, char c, struct small s, long long l) {
  for (int i = 0; i < 20; i++) {
    a.v[i] += b.v[i] * c + s.a + (int)l;
  }
  return a;
}

struct flags { unsigned a : 3; int b : 7; unsigned c : 22; unsigned long long d : 40; };

int main(void) {
  printf("%d\n", flip((struct small){5}).a);
  struct odd o = turn((struct odd){"xyz"});
  printf("%.3s\n", o.a);
  struct mixed m = scale((struct mixed){3, -300, 70000, -1ll << 40}, 3);
  printf("%d %d %d %lld %zu\n", m.c, m.s, m.i, m.l, sizeof m);
  struct large a, b;
  for (int i = 0; i < 20; i++) {
    a.v[i] = i, b.v[i] = i * i;
  }
  a = add(a, b, 2, (struct small){-1}, 1ll << 33 | 5);
  for (int i = 0; i < 20; i++) {
    printf("%d ", a.v[i]);
  }
  struct flags f = {7, -60, 0x3abcde, 0x123456789aull};
  f.a += 2, f.b -= 10, f.d <<= 4;
  printf("%u %d %x %llx\n", f.a, f.b, f.c, (unsigned long long)f.d);
  union { unsigned w; unsigned char b[4]; unsigned short h[2]; } u = {0x11223344};
  printf("%x %x %x\n", u.b[0], u.b[3], u.h[0]);
}
