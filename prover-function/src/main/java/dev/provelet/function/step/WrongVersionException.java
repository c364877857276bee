package dev.provelet.function.step;

/** The inputs are another engine version's: another function may be the right one. */
final class WrongVersionException extends Exception {
  WrongVersionException(String message) {
    super(message);
  }

  WrongVersionException(String asked, String present) {
    this("asked for engine version " + asked + ", this function has " + present);
  }
}
