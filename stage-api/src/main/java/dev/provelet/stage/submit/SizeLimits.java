package dev.provelet.stage.submit;

import dev.provelet.contract.settings.SettingsCheck;
import dev.provelet.stage.StageConfig;
import java.util.stream.LongStream;

/**
 * How large the parts of a submission may be.
 *
 * @param elf a program's ELF
 * @param stdin the private input
 * @param publicInput the public input
 * @param options of a submission as a form
 * @param json a whole submission as JSON
 */
public record SizeLimits(Limit elf, Limit stdin, Limit publicInput, Limit options, Limit json) {
  public static final String ELF = "provelet.stage.limits.elf";
  public static final String STDIN = "provelet.stage.limits.stdin";
  public static final String PUBLIC_INPUT = "provelet.stage.limits.public-input";
  public static final String JSON = "provelet.stage.limits.json";

  /** Room for the headers of a form's parts, and for the options. */
  private static final long FRAMING = 1 << 20;

  private static final long MAX_OPTIONS = 64 << 10;

  /** A gRPC message's size is an int. */
  private static final long LARGEST_MESSAGE = Integer.MAX_VALUE;

  public static SizeLimits of(StageConfig.Limits limits) {
    return of(
        limits.elf().asLongValue(),
        limits.stdin().asLongValue(),
        limits.publicInput().asLongValue(),
        limits.json().asLongValue());
  }

  /** All in bytes. */
  public static SizeLimits of(long elf, long stdin, long publicInput, long json) {
    return new SizeLimits(
        new Limit("program", ELF, elf),
        new Limit("stdin", STDIN, stdin),
        new Limit("public", PUBLIC_INPUT, publicInput),
        new Limit("options", "of options", MAX_OPTIONS),
        new Limit("the body", JSON, json));
  }

  /** Each is held in memory in one piece, and a gRPC message holds three of them. */
  public static void check(SettingsCheck check, StageConfig.Limits limits) {
    check.requireArraySize("limits.elf", limits.elf().asLongValue());
    check.requireArraySize("limits.stdin", limits.stdin().asLongValue());
    check.requireArraySize("limits.public-input", limits.publicInput().asLongValue());
    check.requireArraySize("limits.json", limits.json().asLongValue());
    check.requireArraySize("limits.output", limits.output().asLongValue());
    long form = of(limits).largestForm();
    check.require(
        form <= LARGEST_MESSAGE,
        "limits",
        "elf, stdin and public-input together at most 2 GiB less 1 MiB, not " + form + " bytes");
  }

  /** A whole submission as a form, in bytes. */
  public Limit form() {
    return new Limit("the body", "that is the sum of provelet.stage.limits", largestForm());
  }

  private long largestForm() {
    return elf.bytes() + stdin.bytes() + publicInput.bytes() + FRAMING;
  }

  /** The largest body of any submission, in bytes. */
  public long largestBody() {
    return Math.max(largestForm(), json.bytes());
  }

  /** The largest part of a form, in bytes. */
  public long largestPart() {
    return LongStream.of(elf.bytes(), stdin.bytes(), publicInput.bytes(), options.bytes())
        .max()
        .orElseThrow();
  }

  /** The largest gRPC message, in bytes. */
  public long largestMessage() {
    return Math.min(largestForm(), LARGEST_MESSAGE);
  }

  /**
   * One limit.
   *
   * @param part what it is about
   * @param setting the operator's name for it
   * @param bytes at most so many
   */
  public record Limit(String part, String setting, long bytes) {

    /**
     * @throws RejectedException if the size, in bytes, is beyond the limit
     */
    public void check(long size) {
      if (size > bytes) {
        throw new RejectedException(exceeded());
      }
    }

    /** What a client is told. */
    public Rejection.TooLarge exceeded() {
      return new Rejection.TooLarge(part, bytes, setting);
    }
  }
}
