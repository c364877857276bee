package dev.provelet.guest.lower;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.BitField;
import dev.provelet.guest.decode.Instruction.ByteShuffle;
import dev.provelet.guest.decode.Instruction.Comparison;
import dev.provelet.guest.decode.Instruction.LoadStorePart;
import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.decode.Instruction.Shift;
import dev.provelet.guest.decode.Instruction.TrapIf;
import dev.provelet.guest.lower.Pair.GuardedDivision;
import dev.provelet.guest.lower.Pair.ReversedBytes;
import dev.provelet.guest.lower.Pair.ScaledField;
import dev.provelet.guest.lower.Pair.UnalignedLoad;
import dev.provelet.guest.lower.Pair.UnalignedStore;
import java.nio.ByteOrder;
import java.util.Optional;

/** Finds a {@link Pair}. */
final class Pairs {
  private Pairs() {}

  static Optional<Pair> of(Instruction first, Instruction second, ByteOrder order) {
    if (first instanceof BitField field && second instanceof Shift shift) {
      return scaledField(field, shift);
    }
    if (first instanceof ByteShuffle shuffle && second instanceof Shift shift) {
      return reversedBytes(shuffle, shift);
    }
    if (first instanceof LoadStorePart one && second instanceof LoadStorePart other) {
      return unaligned(one, other, order);
    }
    return first instanceof TrapIf guard
            && second instanceof MultiplyDivide division
            && guards(guard, division)
        ? Optional.of(new GuardedDivision(guard, division))
        : Optional.empty();
  }

  /** Whether a trap springs if and only if a divisor is 0, as compilers see to it. */
  static boolean guards(TrapIf guard, MultiplyDivide division) {
    boolean ofDivisor =
        (guard.rs() == division.rt() && guard.rt() == 0)
            || (guard.rs() == 0 && guard.rt() == division.rt());
    return guard.comparison() == Comparison.EQ
        && ofDivisor
        && switch (division.operation()) {
          case DIV, DIVU -> true;
          case MULT, MULTU, MADD, MADDU, MSUB, MSUBU -> false;
        };
  }

  private static Optional<Pair> scaledField(BitField field, Shift shift) {
    boolean fits =
        field.operation() == BitField.Operation.EXT
            && shift.operation() == Shift.Operation.SLL
            && isInPlace(shift, field.rt())
            && shift.amount() <= field.lowest()
            && field.size() + shift.amount() <= 16;
    return fits
        ? Optional.of(
            new ScaledField(field.rt(), field.rs(), field.lowest(), field.size(), shift.amount()))
        : Optional.empty();
  }

  private static Optional<Pair> reversedBytes(ByteShuffle shuffle, Shift shift) {
    boolean fits =
        shuffle.operation() == ByteShuffle.Operation.WSBH
            && shift.operation() == Shift.Operation.ROTR
            && shift.amount() == 16
            && isInPlace(shift, shuffle.rd());
    return fits ? Optional.of(new ReversedBytes(shuffle.rd(), shuffle.rt())) : Optional.empty();
  }

  private static boolean isInPlace(Shift shift, int register) {
    return shift.rd() == register && shift.rt() == register && register != 0;
  }

  /** Of the same word, in any order. */
  private static Optional<Pair> unaligned(LoadStorePart one, LoadStorePart other, ByteOrder order) {
    if (isLeft(one) == isLeft(other)
        || isLoad(one) != isLoad(other)
        || one.base() != other.base()
        || one.rt() != other.rt()) {
      return Optional.empty();
    }
    boolean firstHasStart = isLeft(one) == (order == ByteOrder.BIG_ENDIAN);
    int start = (firstHasStart ? one : other).offset();
    int end = (firstHasStart ? other : one).offset();
    if (end != start + 3) {
      return Optional.empty();
    }
    if (!isLoad(one)) {
      return Optional.of(new UnalignedStore(one.rt(), one.base(), start, order));
    }
    return one.rt() == 0 || one.rt() == one.base()
        ? Optional.empty()
        : Optional.of(new UnalignedLoad(one.rt(), one.base(), start, order));
  }

  private static boolean isLeft(LoadStorePart i) {
    return switch (i.operation()) {
      case LWL, SWL -> true;
      case LWR, SWR -> false;
    };
  }

  private static boolean isLoad(LoadStorePart i) {
    return switch (i.operation()) {
      case LWL, LWR -> true;
      case SWL, SWR -> false;
    };
  }
}
