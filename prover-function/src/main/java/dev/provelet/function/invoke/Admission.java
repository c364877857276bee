package dev.provelet.function.invoke;

/** Whether an attempt may begin. */
sealed interface Admission {

  record Admitted(AdmittedInvocation attempt) implements Admission {}

  /** Every device computes. */
  record Busy() implements Admission {}

  /** Nothing begins here any more. */
  record Ending(String why) implements Admission {}
}
