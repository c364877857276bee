package dev.provelet.stage.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerLimitsTest {
  private static final long MEBI = 1 << 20;

  @Test
  void the_servers_limits_follow_from_the_defaults() {
    SmallRyeConfig config = config(Map.of());
    assertThat(config.getValue(ServerLimits.BODY, Long.class)).isEqualTo(145 * MEBI);
    assertThat(config.getValue(ServerLimits.FORM_ATTRIBUTE, Long.class)).isEqualTo(64 * MEBI);
    assertThat(config.getValue(ServerLimits.GRPC_MESSAGE, Long.class)).isEqualTo(145 * MEBI);
  }

  @Test
  void a_raised_limit_raises_the_servers_too() {
    SmallRyeConfig config = config(Map.of("provelet.stage.limits.elf", "1G"));
    assertThat(config.getValue(ServerLimits.BODY, Long.class)).isEqualTo((1024 + 81) * MEBI);
    assertThat(config.getValue(ServerLimits.FORM_ATTRIBUTE, Long.class)).isEqualTo(1024 * MEBI);
    assertThat(config.getValue(ServerLimits.GRPC_MESSAGE, Long.class)).isEqualTo(1105 * MEBI);
  }

  @Test
  void what_an_operator_sets_takes_precedence() {
    SmallRyeConfig config = config(Map.of(ServerLimits.BODY, "5"));
    assertThat(config.getValue(ServerLimits.BODY, Long.class)).isEqualTo(5);
  }

  @Test
  void a_limit_that_is_no_size_is_left_to_its_mapping() {
    SmallRyeConfig config = config(Map.of("provelet.stage.limits.elf", "large"));
    assertThat(config.getOptionalValue(ServerLimits.BODY, Long.class)).isEmpty();
  }

  private static SmallRyeConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new PropertiesConfigSource(settings, "test", 250))
        .withSources(new ServerLimits())
        .build();
  }
}
