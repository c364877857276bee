/*
 * What IEEE 754 leaves open, as MIPS has it before its 2008 revision and qemu emulates it: a NaN with
 * the top bit of its fraction set signals, every NaN that comes out is the default one, integers that
 * do not fit become the largest.
 */
#ifndef specialize_h
#define specialize_h 1

#include <stdbool.h>
#include <stdint.h>
#include "primitiveTypes.h"
#include "softfloat.h"

#define i32_fromPosOverflow 0x7FFFFFFF
#define i32_fromNegOverflow 0x7FFFFFFF
#define i32_fromNaN 0x7FFFFFFF
#define i64_fromPosOverflow INT64_C(0x7FFFFFFFFFFFFFFF)
#define i64_fromNegOverflow INT64_C(0x7FFFFFFFFFFFFFFF)
#define i64_fromNaN INT64_C(0x7FFFFFFFFFFFFFFF)

#define defaultNaNF32UI 0x7FBFFFFF
#define defaultNaNF64UI UINT64_C(0x7FF7FFFFFFFFFFFF)

INLINE bool isSignalingF32(uint32_t a) {
  return (a & 0x7FC00000) == 0x7FC00000;
}

INLINE bool isSignalingF64(uint64_t a) {
  return ((uint32_t) (a >> 32) & 0x7FF80000) == 0x7FF80000;
}

struct commonNaN {
  bool signaling;
};

#define softfloat_f32UIToCommonNaN(a, nan) raiseIf(isSignalingF32(a))
#define softfloat_f64UIToCommonNaN(a, nan) raiseIf(isSignalingF64(a))
#define softfloat_commonNaNToF32UI(nan) defaultNaNF32UI
#define softfloat_commonNaNToF64UI(nan) defaultNaNF64UI

INLINE void raiseIf(bool signaling) {
  if (signaling) {
    softfloat_raiseFlags(softfloat_flag_invalid);
  }
}

INLINE uint32_t softfloat_propagateNaNF32UI(uint32_t a, uint32_t b) {
  raiseIf(isSignalingF32(a) || isSignalingF32(b));
  return defaultNaNF32UI;
}

INLINE uint64_t softfloat_propagateNaNF64UI(uint64_t a, uint64_t b) {
  raiseIf(isSignalingF64(a) || isSignalingF64(b));
  return defaultNaNF64UI;
}

#endif
