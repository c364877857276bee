package dev.provelet.cli.command;

import dev.provelet.cli.client.Target;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --to}. */
final class TargetConverter implements ITypeConverter<Target> {
  @Override
  public Target convert(String text) {
    return Arrays.stream(Target.values())
        .filter(target -> target.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("execute, segments or stark, not '" + text + "'"));
  }
}
