package dev.provelet.function.config;

/** Whether a function takes the steps that need much memory: root, snark and wrap-evm. */
public enum LargeChoice {
  /** Where {@code provelet-snark} is there. */
  AUTO,
  /** It refuses to start without {@code provelet-snark}. */
  ON,
  OFF
}
