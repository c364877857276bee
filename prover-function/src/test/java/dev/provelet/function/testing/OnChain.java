package dev.provelet.function.testing;

import java.util.HashMap;
import java.util.Map;

/** A function that takes the steps to an on-chain proof, which a script does. */
public final class OnChain extends ShortHeartbeat {
  @Override
  public Map<String, String> getConfigOverrides() {
    FakeSnark.binary("exit 1");
    Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
    settings.put("provelet.function.engine-dir", FakeSnark.ENGINE_DIR.toString());
    settings.put("provelet.function.snark.keys", FakeSnark.KEYS.toString());
    settings.put("provelet.function.snark.free-memory", "1M");
    settings.put("provelet.function.snark.large", "on");
    return settings;
  }
}
