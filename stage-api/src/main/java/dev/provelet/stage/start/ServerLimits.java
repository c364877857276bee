package dev.provelet.stage.start;

import dev.provelet.contract.settings.SettingsCheck;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.submit.SizeLimits;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Sets the server's own limits so that they let through whatever {@code provelet.stage.limits}
 * allows. A setting of the operator takes precedence; if it is too low, the stage does not start.
 */
public final class ServerLimits implements ConfigSourceFactory {
  static final String BODY = "quarkus.http.limits.max-body-size";
  static final String FORM_ATTRIBUTE = "quarkus.http.limits.max-form-attribute-size";
  static final String GRPC_MESSAGE = "quarkus.grpc.server.max-inbound-message-size";

  /** Below application.properties and whatever an operator sets. */
  private static final int ORDINAL = 200;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    SizeLimits limits;
    try {
      limits =
          SizeLimits.of(
              size(context, SizeLimits.ELF, StageConfig.Limits.DEFAULT_ELF),
              size(context, SizeLimits.STDIN, StageConfig.Limits.DEFAULT_STDIN),
              size(context, SizeLimits.PUBLIC_INPUT, StageConfig.Limits.DEFAULT_PUBLIC_INPUT),
              size(context, SizeLimits.JSON, StageConfig.Limits.DEFAULT_JSON));
    } catch (IllegalArgumentException _) {
      // The mapping of these settings says which of them is no size.
      return List.of();
    }
    return List.of(
        new PropertiesConfigSource(
            Map.of(
                BODY, Long.toString(limits.largestBody()),
                FORM_ATTRIBUTE, Long.toString(limits.largestPart()),
                GRPC_MESSAGE, Long.toString(limits.largestMessage())),
            "server limits that follow from provelet.stage.limits",
            ORDINAL));
  }

  private static long size(ConfigSourceContext context, String setting, String otherwise) {
    ConfigValue value = context.getValue(setting);
    boolean missing = value == null || value.getValue() == null || value.getValue().isBlank();
    return new MemorySizeConverter()
        .convert(missing ? otherwise : value.getValue().strip())
        .asLongValue();
  }

  /** Whether the limits that count let through what the stage takes. */
  static void check(SettingsCheck check, SizeLimits limits, Config all) {
    all.getOptionalValue(BODY, MemorySize.class)
        .ifPresent(size -> requireEnough(check, BODY, size.asLongValue(), limits.largestBody()));
    all.getOptionalValue(FORM_ATTRIBUTE, MemorySize.class)
        .ifPresent(
            size -> requireEnough(check, FORM_ATTRIBUTE, size.asLongValue(), limits.largestPart()));
    all.getOptionalValue(GRPC_MESSAGE, Integer.class)
        .ifPresent(size -> requireEnough(check, GRPC_MESSAGE, size, limits.largestMessage()));
  }

  private static void requireEnough(SettingsCheck check, String setting, long actual, long needed) {
    check.require(
        actual >= needed,
        "limits",
        "%s is %d and would cut off what they allow: remove it, or set it to at least %d"
            .formatted(setting, actual, needed));
  }
}
