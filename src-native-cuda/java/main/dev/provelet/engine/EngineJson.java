package dev.provelet.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.provelet.engine.Engine.Machine;
import dev.provelet.engine.EngineDescription.Device;
import dev.provelet.engine.ExecutionReport.BadAccess;
import dev.provelet.engine.ExecutionReport.Note;
import dev.provelet.engine.ExecutionReport.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the JSON that the library writes. */
final class EngineJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int PAIR_BYTES = 12;

  private EngineJson() {}

  static EngineDescription description(byte[] json) throws EngineException {
    JsonNode node = parse(json);
    return new EngineDescription(
        text(node, "engine_version"),
        required(node, "abi_version").asInt(),
        text(node, "cpu_level"),
        text(node, "backend"),
        required(node, "security_bits").asInt(),
        required(node, "app_log_stacked_height").asInt(),
        device(required(node, "device")),
        aggregation(required(node, "aggregation")),
        bounds(required(node, "bounds")),
        map(required(node, "machines"), JsonNode::asText),
        map(required(node, "opcodes"), JsonNode::asInt),
        map(required(node, "accelerated_opcodes"), JsonNode::asInt));
  }

  private static AggregationArity aggregation(JsonNode node) throws EngineException {
    return new AggregationArity(
        required(node, "leaf").asInt(),
        required(node, "internal").asInt(),
        required(node, "recursive").asInt());
  }

  private static EngineBounds bounds(JsonNode node) throws EngineException {
    return new EngineBounds(
        required(node, "lowest_segment_log_height").asInt(),
        required(node, "highest_segment_log_height").asInt(),
        required(node, "default_segment_log_height").asInt(),
        required(node, "program_instructions").asInt(),
        required(node, "program_data_bytes").asInt(),
        required(node, "code_end").asInt(),
        required(node, "code_span_bytes").asInt(),
        required(node, "memory_bytes").asLong(),
        required(node, "input_bytes").asLong());
  }

  private static Optional<Device> device(JsonNode node) throws EngineException {
    return node.isNull()
        ? Optional.empty()
        : Optional.of(
            new Device(
                text(node, "name"),
                required(node, "memory_bytes").asLong(),
                text(node, "compute_level"),
                text(node, "driver"),
                text(node, "runtime")));
  }

  static ExecutionReport report(byte[] json) throws EngineException {
    return report(parse(json));
  }

  /**
   * @param counts a {@code u32} pc and a {@code u64} count for each instruction
   */
  static RunProfile profile(byte[] json, byte[] counts) throws EngineException {
    JsonNode node = parse(json);
    return new RunProfile(
        report(node),
        counts(counts),
        node.path("touched_pages").asLong(),
        node.path("touched_top").asLong());
  }

  private static Map<Integer, Long> counts(byte[] pairs) {
    ByteBuffer in = ByteBuffer.wrap(pairs).order(ByteOrder.LITTLE_ENDIAN);
    Map<Integer, Long> counts = HashMap.newHashMap(pairs.length / PAIR_BYTES);
    while (in.hasRemaining()) {
      counts.put(in.getInt(), in.getLong());
    }
    return Collections.unmodifiableMap(counts);
  }

  private static ExecutionReport report(JsonNode node) throws EngineException {
    return new ExecutionReport(
        constant(Outcome.class, '_', text(node, "outcome")),
        (int) node.path("code").asLong(),
        required(node, "pc").asLong(),
        node.path("detail").asText(""),
        node.has("access") ? Optional.of(access(node.path("access"))) : Optional.empty(),
        required(node, "instructions").asLong(),
        // Unsigned words there, signed here.
        stream(required(node, "registers")).map(register -> (int) register.asLong()).toList(),
        text(node, "public_values"),
        node.path("output_bytes").asLong(),
        node.path("stderr_bytes").asLong(),
        stream(node.path("notes"))
            .map(
                note ->
                    new Note(
                        note.path("kind").asInt(),
                        note.path("number").asLong(),
                        note.path("count").asLong()))
            .toList(),
        node.path("memory_pages").asLong(),
        node.path("memory_top").asLong(),
        node.has("split") ? Optional.of(split(node.path("split"))) : Optional.empty());
  }

  private static BadAccess access(JsonNode node) throws EngineException {
    return new BadAccess(
        required(node, "address").asLong(),
        required(node, "bytes").asLong(),
        required(node, "aligned").asBoolean());
  }

  private static SplitReport split(JsonNode node) throws EngineException {
    JsonNode work = required(node, "work");
    return new SplitReport(
        constant(Machine.class, '-', text(node, "machine")),
        required(node, "segments").asInt(),
        map(required(node, "heights"), JsonNode::asLong),
        new SplitReport.Work(
            required(work, "cells").asLong(),
            required(work, "interactions").asLong(),
            required(work, "fractions").asLong()));
  }

  /** A constant that the library spells in lower case, with a separator of its own. */
  private static <E extends Enum<E>> E constant(Class<E> type, char separator, String name)
      throws EngineException {
    return Arrays.stream(type.getEnumConstants())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).replace('_', separator).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                malformed(
                    "it knows no %s '%s'"
                        .formatted(type.getSimpleName().toLowerCase(Locale.ROOT), name)));
  }

  private static JsonNode parse(byte[] json) throws EngineException {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static String text(JsonNode node, String field) throws EngineException {
    return required(node, field).asText();
  }

  private static JsonNode required(JsonNode node, String field) throws EngineException {
    JsonNode value = node.get(field);
    if (value == null) {
      throw malformed("it lacks " + field);
    }
    return value;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> value) {
    Map<String, T> map = new TreeMap<>();
    object.properties().forEach(entry -> map.put(entry.getKey(), value.apply(entry.getValue())));
    return Map.copyOf(map);
  }

  private static EngineException malformed(String why) {
    return new EngineException(
        EngineStatus.ENGINE, "the engine's answer is not what the header says: " + why);
  }
}
