package dev.provelet.engine;

/** What is to prove. */
public enum DeviceChoice {
  /** A GPU where one can be used, else the processor. */
  AUTO,
  /** The processor. */
  CPU,
  /** A GPU and nothing else. */
  GPU
}
