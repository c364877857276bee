/*
 * SoftFloat's platform: the translated guest's own thread, whose block has rounding mode and flags.
 * Offsets are those of dev.provelet.guest.lower.ThreadBlock.
 */
#ifndef platform_h
#define platform_h 1

#define LITTLEENDIAN 1
#define SOFTFLOAT_FAST_INT64
#define INLINE static inline
#define INLINE_LEVEL 5

#include "softfloat.h"

/* Bits as in FCSR: mode has rounding (1:0), enables (11:7) and flush (24), flags and cause (6:2). */
struct thread {
  uint8_t others[180];
  uint32_t mode;
  uint32_t flags;
  uint32_t cause;
};

register struct thread *thread __asm__("$23");

/* What an operation raises, until it is done. */
extern uint32_t raised;
#define softfloat_exceptionFlags raised

#define FLUSH (1u << 24)

/* What a comparison may find. */
enum { GREATER = 0, UNORDERED = 1, EQUAL = 2, LESS = 4 };

/* MIPS numbers the modes upwards and downwards the other way round. */
#define softfloat_roundingMode (thread->mode & 3)
#define softfloat_round_max 2
#define softfloat_round_min 3
#define softfloat_detectTininess softfloat_tininess_afterRounding
#define softfloat_raiseFlags(raised) ((void) (softfloat_exceptionFlags |= (raised)))

#define softfloat_countLeadingZeros32(a) ((uint_fast8_t) ((a) ? __builtin_clz(a) : 32))
#define softfloat_countLeadingZeros64(a) countLeadingZeros64(a)

INLINE uint_fast8_t countLeadingZeros64(uint64_t a) {
  uint32_t high = a >> 32;
  return high ? __builtin_clz(high) : 32 + softfloat_countLeadingZeros32((uint32_t) a);
}

#endif
