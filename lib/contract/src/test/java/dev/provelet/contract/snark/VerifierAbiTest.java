package dev.provelet.contract.snark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class VerifierAbiTest {
  /** A contract that the engine has made, for the development setup. */
  private static final Path CONTRACT =
      Path.of("../../src-native-cuda/tests/on_chain/fixture/Verifier.sol");

  private static final Pattern DECLARATION =
      Pattern.compile("^    (error|function) (\\w+)\\(([^)]*)\\)", Pattern.MULTILINE);

  @Test
  void the_interface_is_that_of_the_contract() throws IOException {
    Matcher declarations = DECLARATION.matcher(Files.readString(CONTRACT));
    List<String> declared =
        declarations
            .results()
            .map(
                found -> {
                  String inputs = found.group(3).strip().replaceAll(" calldata", "");
                  return found.group(1)
                      + " "
                      + found.group(2)
                      + " "
                      + inputs.replaceAll(",\\s*", ", ");
                })
            .toList();
    assertThat(published(Setup.INSECURE_DEV)).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void only_the_development_contract_refuses_a_chain() throws JsonProcessingException {
    assertThat(published(Setup.INSECURE_DEV)).anyMatch(VerifierAbiTest::refusesAChain);
    assertThat(published(Setup.CEREMONY))
        .hasSizeGreaterThan(1)
        .noneMatch(VerifierAbiTest::refusesAChain);
  }

  private static boolean refusesAChain(String declaration) {
    return declaration.contains("InsecureSetup");
  }

  private static List<String> published(Setup setup) throws JsonProcessingException {
    JsonNode abi = new ObjectMapper().readTree(VerifierAbi.json(setup));
    return elements(abi).map(VerifierAbiTest::declaration).toList();
  }

  private static String declaration(JsonNode item) {
    List<String> inputs =
        elements(item.get("inputs"))
            .map(input -> input.get("type").textValue() + " " + input.get("name").textValue())
            .toList();
    return item.get("type").textValue()
        + " "
        + item.get("name").textValue()
        + " "
        + String.join(", ", inputs);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
