package dev.provelet.cli.command;

import dev.provelet.cli.client.ProofTarget;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --to}. */
final class ProofTargetConverter implements ITypeConverter<ProofTarget> {
  @Override
  public ProofTarget convert(String text) {
    return Arrays.stream(ProofTarget.values())
        .filter(target -> target.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("execute, segments or stark, not '" + text + "'"));
  }
}
