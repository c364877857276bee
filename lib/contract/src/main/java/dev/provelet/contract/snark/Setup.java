package dev.provelet.contract.snark;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the powers of tau come from that a key set was made with. */
public enum Setup {
  /** The public ceremony: nobody knows tau as long as one of its participants was honest. */
  @JsonProperty("ceremony")
  CEREMONY("ceremony"),
  /** Made locally from a public seed: everybody can forge proofs. For development. */
  @JsonProperty("insecure-dev")
  INSECURE_DEV("insecure-dev");

  private final String text;

  Setup(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
