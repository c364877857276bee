/*
 * What most operations are: numbers that are neither subnormal nor infinite nor NaN, to the nearest,
 * with no exception enabled. Everything else goes the slow way. These use no stack.
 */
#include <stdbool.h>
#include "platform.h"

#define FAST(result, name, parameters) \
  result slow_##name parameters; \
  result name parameters; \
  result name parameters

#define INEXACT 4

static inline bool unusual(void) {
  return thread->mode != 0;
}

static inline void exact(void) {
  thread->cause = 0;
}

/* The bits beyond the last, the first of them on top: all but the first may be anything but zero. */
static inline uint32_t rounding(uint32_t beyond, uint32_t last) {
  if (beyond == 0) {
    exact();
    return 0;
  }
  thread->cause = INEXACT;
  thread->flags |= INEXACT;
  return beyond == 0x80000000 ? last & 1 : beyond >> 31;
}

#define SIGN 0x80000000u
#define HIDDEN_D 0x00100000u
#define HIDDEN_S 0x00800000u

/* Exponents of normal numbers, and of such as no sum or difference of them leaves their range. */
#define NORMAL_D(exponent) ((uint32_t) (exponent) - 1 < 0x7FE)
#define NORMAL_S(exponent) ((uint32_t) (exponent) - 1 < 0xFE)
#define MIDDLING_D(exponent) ((uint32_t) (exponent) - 64 < 0x7FD - 64)
#define MIDDLING_S(exponent) ((uint32_t) (exponent) - 32 < 0xFD - 32)

/* In this form a product needs neither HI nor LO: the translation sees where the halves go. */
#define MULTIPLY(high, low, a, b) \
  __asm__("multu %2,%3\n\tmflo %1\n\tmfhi %0" : "=&r"(high), "=&r"(low) : "r"(a), "r"(b) : "hi", "lo")

static inline uint64_t pair(uint32_t high, uint32_t low) {
  return (uint64_t) high << 32 | low;
}

static inline uint32_t stickyShift(uint32_t a, uint32_t distance) {
  return a << (31 - distance) << 1;
}

/* A fraction with its hidden bit, its exponent not yet raised by it, rounded and put together. */
static inline uint64_t packed(uint32_t sign, uint32_t exponent, uint32_t high, uint32_t low, uint32_t beyond) {
  uint32_t up = rounding(beyond, low);
  low += up;
  high += low < up;
  return pair(sign + (exponent << 20) + high, low);
}

FAST(uint64_t, add_d, (uint64_t a, uint64_t b)) {
  uint32_t ah = a >> 32, al = a, bh = b >> 32, bl = b;
  uint32_t exponent = ah >> 20 & 0x7FF, other = bh >> 20 & 0x7FF;
  int32_t distance = exponent - other;
  if (unusual() || !MIDDLING_D(exponent) || !MIDDLING_D(other) || (uint32_t) distance + 31 > 62) {
    return slow_add_d(a, b);
  }
  if (distance < 0) {
    uint32_t t = ah; ah = bh; bh = t;
    t = al; al = bl; bl = t;
    exponent = other;
    distance = -distance;
  }
  uint32_t sign = ah & SIGN;
  bool opposite = (int32_t) (ah ^ bh) < 0;
  bh = bh << 12 >> 12 | HIDDEN_D;
  ah = ah << 12 >> 12 | HIDDEN_D;
  uint32_t beyond = stickyShift(bl, distance);
  bl = bl >> distance | stickyShift(bh, distance);
  bh >>= distance;
  exponent--;
  if (!opposite) {
    uint32_t low = al + bl;
    uint32_t high = ah + bh + (low < al);
    if (high >= 2 * HIDDEN_D) {
      beyond = low << 31 | beyond >> 1 | (beyond & 1);
      low = low >> 1 | high << 31;
      high >>= 1;
      exponent++;
    }
    return packed(sign, exponent, high, low, beyond);
  }
  uint32_t low = al - bl;
  uint32_t high = ah - bh - (al < bl);
  uint32_t borrow = beyond != 0;
  high -= low < borrow;
  low -= borrow;
  beyond = -beyond;
  if ((int32_t) high < 0) {
    sign ^= SIGN;
    low = -low;
    high = -high - (low != 0);
  }
  if (high >= HIDDEN_D) {
    return packed(sign, exponent, high, low, beyond);
  }
  if (high >= HIDDEN_D / 2) {
    high = high << 1 | low >> 31;
    low = low << 1 | beyond >> 31;
    return packed(sign, exponent - 1, high, low, beyond << 1);
  }
  /* Much has cancelled: the operands were near, nothing is beyond but perhaps one bit. */
  exact();
  uint32_t shift;
  if (high != 0) {
    shift = __builtin_clz(high) - 11;
    high = high << shift | low >> 1 >> (31 - shift);
    low = low << shift | beyond >> 1 >> (31 - shift);
  } else if (low != 0) {
    uint32_t zeros = __builtin_clz(low);
    shift = zeros + 21;
    if (zeros < 11) {
      high = low >> (11 - zeros);
      low = low << shift | beyond >> 1 >> (31 - shift);
    } else {
      high = low << (zeros - 11) | beyond >> 1 >> (42 - zeros);
      low = beyond << (zeros - 11);
    }
  } else if (beyond != 0) {
    shift = 53;
    high = HIDDEN_D;
  } else {
    return 0;
  }
  return pair(sign + ((exponent - shift) << 20) + high, low);
}

FAST(uint64_t, mul_d, (uint64_t a, uint64_t b)) {
  uint32_t ah = a >> 32, al = a, bh = b >> 32, bl = b;
  uint32_t ea = ah >> 20 & 0x7FF, eb = bh >> 20 & 0x7FF;
  int32_t exponent = ea + eb - 0x3FF;
  if (unusual() || !NORMAL_D(ea) || !NORMAL_D(eb) || (uint32_t) exponent - 1 >= 0x7FD) {
    return slow_mul_d(a, b);
  }
  uint32_t sign = (ah ^ bh) & SIGN;
  /* Eleven bits up, so that the product's upper half has the fraction where it belongs. */
  ah = ah << 11 | SIGN | al >> 21;
  al <<= 11;
  bh = (bh & 0xFFFFF) | HIDDEN_D;
  uint32_t high, low, beyond, lowest, a1, a0;
  MULTIPLY(beyond, lowest, al, bl);
  MULTIPLY(low, a0, ah, bl);
  beyond += a0;
  low += beyond < a0;
  MULTIPLY(a1, a0, al, bh);
  beyond += a0;
  a1 += beyond < a0;
  beyond |= lowest != 0;
  low += a1;
  uint32_t carry = low < a1;
  MULTIPLY(high, a0, ah, bh);
  low += a0;
  high += carry + (low < a0);
  if (high < HIDDEN_D) {
    high = high << 1 | low >> 31;
    low = low << 1 | beyond >> 31;
    return packed(sign, exponent - 1, high, low, beyond << 1);
  }
  return packed(sign, exponent, high, low, beyond);
}

/* Infinities compare like numbers but share an exponent with NaN. */
static inline uint32_t relationS(uint32_t a, uint32_t b) {
  if (a == b) {
    return EQUAL;
  }
  if ((int32_t) (a & b) < 0) {
    return a > b ? LESS : GREATER;
  }
  return (int32_t) a < (int32_t) b ? LESS : GREATER;
}

#define COMPARE_S(name) \
  FAST(uint32_t, name, (uint32_t a, uint32_t b)) { \
    if (a << 1 >= 0xFF000000 || b << 1 >= 0xFF000000 || (a | b) << 1 == 0) { \
      return slow_##name(a, b); \
    } \
    exact(); \
    return relationS(a, b); \
  }

COMPARE_S(compare_s)
COMPARE_S(compare_signaling_s)

static inline uint32_t compareD(uint32_t ah, uint32_t al, uint32_t bh, uint32_t bl) {
  if (ah != bh) {
    if ((int32_t) (ah & bh) < 0) {
      return ah > bh ? LESS : GREATER;
    }
    return (int32_t) ah < (int32_t) bh ? LESS : GREATER;
  }
  if (al == bl) {
    return EQUAL;
  }
  return (al < bl) != (ah >> 31) ? LESS : GREATER;
}

#define COMPARE_D(name) \
  FAST(uint32_t, name, (uint64_t a, uint64_t b)) { \
    uint32_t ah = a >> 32, bh = b >> 32; \
    if (ah << 1 >= 0xFFE00000 || bh << 1 >= 0xFFE00000 || (ah | bh) << 1 == 0) { \
      return slow_##name(a, b); \
    } \
    exact(); \
    return compareD(ah, a, bh, b); \
  }

COMPARE_D(compare_d)
COMPARE_D(compare_signaling_d)

FAST(uint64_t, cvt_d_w, (int32_t a)) {
  exact();
  if (a == 0) {
    return 0;
  }
  uint32_t sign = a & SIGN;
  uint32_t size = a < 0 ? -(uint32_t) a : (uint32_t) a;
  uint32_t zeros = __builtin_clz(size);
  size <<= zeros;
  return pair(sign + ((0x41D - zeros) << 20) + (size >> 11), size << 21);
}

/* Towards zero only, which is what casts are. */
FAST(int32_t, cvt_w_d, (uint64_t a, uint32_t mode)) {
  uint32_t ah = a >> 32, al = a;
  int32_t exponent = (int32_t) (ah >> 20 & 0x7FF) - 0x3FF;
  if (mode != 1 || (uint32_t) exponent > 30 || thread->mode != 0) {
    return slow_cvt_w_d(a, mode);
  }
  uint32_t top = ah << 11 | SIGN | al >> 21;
  uint32_t size = top >> (31 - exponent);
  rounding(top << exponent << 1 | al << 11, 0);
  return (int32_t) ah < 0 ? -size : size;
}

static inline uint32_t packedS(uint32_t sign, uint32_t exponent, uint32_t fraction, uint32_t beyond) {
  return sign + (exponent << 23) + fraction + rounding(beyond, fraction);
}

FAST(uint32_t, add_s, (uint32_t a, uint32_t b)) {
  uint32_t exponent = a >> 23 & 0xFF, other = b >> 23 & 0xFF;
  int32_t distance = exponent - other;
  if (unusual() || !MIDDLING_S(exponent) || !MIDDLING_S(other) || (uint32_t) distance + 31 > 62) {
    return slow_add_s(a, b);
  }
  if (distance < 0) {
    uint32_t t = a; a = b; b = t;
    exponent = other;
    distance = -distance;
  }
  uint32_t sign = a & SIGN;
  bool opposite = (int32_t) (a ^ b) < 0;
  a = a << 9 >> 9 | HIDDEN_S;
  b = b << 9 >> 9 | HIDDEN_S;
  uint32_t beyond = stickyShift(b, distance);
  b >>= distance;
  exponent--;
  if (!opposite) {
    a += b;
    if (a >= 2 * HIDDEN_S) {
      beyond = a << 31 | beyond >> 1 | (beyond & 1);
      a >>= 1;
      exponent++;
    }
    return packedS(sign, exponent, a, beyond);
  }
  a -= b + (beyond != 0);
  beyond = -beyond;
  if ((int32_t) a < 0) {
    sign ^= SIGN;
    a = -a;
  }
  if (a >= HIDDEN_S) {
    return packedS(sign, exponent, a, beyond);
  }
  if (a >= HIDDEN_S / 2) {
    return packedS(sign, exponent - 1, a << 1 | beyond >> 31, beyond << 1);
  }
  exact();
  if (a == 0) {
    return beyond != 0 ? sign + ((exponent - 24) << 23) + HIDDEN_S : 0;
  }
  uint32_t shift = __builtin_clz(a) - 8;
  return sign + ((exponent - shift) << 23) + (a << shift | beyond >> 1 >> (31 - shift));
}

FAST(uint32_t, mul_s, (uint32_t a, uint32_t b)) {
  uint32_t ea = a >> 23 & 0xFF, eb = b >> 23 & 0xFF;
  int32_t exponent = ea + eb - 0x7F;
  if (unusual() || !NORMAL_S(ea) || !NORMAL_S(eb) || (uint32_t) exponent - 1 >= 0xFD) {
    return slow_mul_s(a, b);
  }
  uint32_t sign = (a ^ b) & SIGN;
  a = a << 8 | SIGN;
  b = (b & 0x7FFFFF) | HIDDEN_S;
  uint32_t high, beyond;
  MULTIPLY(high, beyond, a, b);
  if (high < HIDDEN_S) {
    high = high << 1 | beyond >> 31;
    return packedS(sign, exponent - 1, high, beyond << 1);
  }
  return packedS(sign, exponent, high, beyond);
}
