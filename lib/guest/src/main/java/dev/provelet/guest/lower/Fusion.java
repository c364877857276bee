package dev.provelet.guest.lower;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.BitField;
import dev.provelet.guest.decode.Instruction.ByteShuffle;
import dev.provelet.guest.decode.Instruction.Comparison;
import dev.provelet.guest.decode.Instruction.LoadStorePart;
import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.decode.Instruction.Shift;
import dev.provelet.guest.decode.Instruction.TrapIf;
import dev.provelet.guest.lower.FusedPair.GuardedDivision;
import dev.provelet.guest.lower.FusedPair.ReversedBytes;
import dev.provelet.guest.lower.FusedPair.ScaledField;
import dev.provelet.guest.lower.FusedPair.UnalignedLoad;
import dev.provelet.guest.lower.FusedPair.UnalignedStore;
import java.nio.ByteOrder;
import java.util.Optional;

/** Says which two instructions can be lowered as a {@link FusedPair}. */
final class Fusion {
  private Fusion() {}

  static Optional<FusedPair> of(Instruction first, Instruction second, ByteOrder order) {
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

  /** Whether a trap is taken exactly when the divisor is 0: the guard that compilers emit. */
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

  private static Optional<FusedPair> scaledField(BitField field, Shift shift) {
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

  private static Optional<FusedPair> reversedBytes(ByteShuffle shuffle, Shift shift) {
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

  /** Both halves of an access to the same word, in either order. */
  private static Optional<FusedPair> unaligned(
      LoadStorePart one, LoadStorePart other, ByteOrder order) {
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
