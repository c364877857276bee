package dev.provelet.cli.command;

import dev.provelet.cli.client.ProveTarget;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --to}. */
final class ProveTargetConverter implements ITypeConverter<ProveTarget> {
  @Override
  public ProveTarget convert(String text) {
    return Arrays.stream(ProveTarget.values())
        .filter(target -> target.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "execute, segments, stark or snark, not '" + text + "'"));
  }
}
