package dev.provelet.guest;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Disassembly;
import dev.provelet.guest.decode.FloatInstruction;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.kernel.Kernel;
import dev.provelet.guest.kernel.core.SystemCallEntry;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.lower.FloatUnit;
import dev.provelet.guest.lower.Lowering;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.ziren.Precompiles;
import dev.provelet.guest.ziren.ProgramOutput;
import dev.provelet.guest.ziren.ZirenGuest;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What docs/guest.md says is supported is what the code supports. To write the tables anew: {@code
 * ./mvnw -pl lib/guest -am test -Dtest=DocumentationTest -Dprovelet.docs=write
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class DocumentationTest {
  private static final Path DOCUMENT = Path.of("../../docs/guest.md");

  /** SPECIAL, REGIMM, COP1, COP1X, SPECIAL2, SPECIAL3: other fields say which instruction. */
  private static final Set<Integer> DIVIDED = Set.of(0x00, 0x01, 0x11, 0x13, 0x1c, 0x1f);

  @Test
  void the_table_of_instructions_is_that_of_the_decoder() throws Exception {
    check("instructions", instructions());
  }

  @Test
  void the_table_of_system_calls_is_that_of_the_kernel() throws Exception {
    check("system calls", systemCalls());
  }

  private static void check(String name, String table) throws Exception {
    String text = Files.readString(DOCUMENT);
    Pattern place =
        Pattern.compile("(<!-- generated: " + name + " -->\n).*?(<!-- end -->)", Pattern.DOTALL);
    Matcher matcher = place.matcher(text);
    assertThat(matcher.find()).as("docs/guest.md has a place for the %s", name).isTrue();
    String wanted =
        matcher.replaceFirst(
            found -> Matcher.quoteReplacement(found.group(1) + table + found.group(2)));
    if ("write".equals(System.getProperty("provelet.docs"))) {
      Files.writeString(DOCUMENT, wanted);
      return;
    }
    assertThat(text)
        .as("docs/guest.md is not what the code says; see DocumentationTest for how to write it")
        .isEqualTo(wanted);
  }

  /** A row of the table of instructions: what each mnemonic costs. */
  private record Form(Map<String, IntSummaryStatistics> costs, Set<String> calling) {
    Form() {
      this(new TreeMap<>(), new TreeSet<>());
    }

    void add(Instruction instruction) {
      if (instruction instanceof FloatInstruction i && i.computes()) {
        calling.add(Disassembly.mnemonic(instruction));
      }
      costs
          .computeIfAbsent(Disassembly.mnemonic(instruction), _ -> new IntSummaryStatistics())
          .accept(cost(instruction));
    }

    /** Mnemonics of one cost together. */
    String row(String name) {
      Map<String, List<String>> byCost = new TreeMap<>();
      costs.forEach(
          (mnemonic, cost) ->
              byCost
                  .computeIfAbsent(
                      range(cost.getMin(), cost.getMax())
                          + (calling.contains(mnemonic) ? " and a routine" : ""),
                      _ -> new ArrayList<>())
                  .add(code(mnemonic)));
      return byCost.entrySet().stream()
          .map(
              row ->
                  "| %s | %s | %s |\n"
                      .formatted(name, String.join(" ", row.getValue()), row.getKey()))
          .collect(joining());
    }
  }

  private static String instructions() {
    Map<String, Form> forms = new LinkedHashMap<>();
    forms(Instruction.class).forEach(form -> forms.put(words(form), new Form()));
    words()
        .mapToObj(word -> Decoder.decode(word, ElfBuilder.TEXT))
        .filter(instruction -> !(instruction instanceof Instruction.Unknown))
        .forEach(
            instruction ->
                forms
                    .computeIfAbsent(words(instruction.getClass()), _ -> new Form())
                    .add(instruction));
    StringBuilder table = new StringBuilder();
    table.append("| form | instructions | OpenVM instructions |\n|---|---|---|\n");
    forms.forEach((name, form) -> table.append(form.row(name)));
    return table.toString();
  }

  private static Stream<Class<?>> forms(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(type)
        : Stream.of(permitted).flatMap(DocumentationTest::forms);
  }

  /** {@code AluImmediate} is "alu immediate". */
  private static String words(Class<?> form) {
    String unit = form.getEnclosingClass() == FloatInstruction.class ? "float " : "";
    return unit + form.getSimpleName().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  /** Words that show every instruction: all values of the fields that say which it is. */
  private static IntStream words() {
    return IntStream.range(0, 64)
        .flatMap(
            opcode ->
                IntStream.range(0, 32)
                    .flatMap(
                        rs ->
                            IntStream.range(0, 32)
                                .flatMap(rt -> words(opcode << 26 | rs << 21 | rt << 16))));
  }

  private static IntStream words(int upper) {
    return DIVIDED.contains(upper >>> 26)
        ? IntStream.of(0, 1, 2, 16, 24)
            .flatMap(amount -> IntStream.of(0, 31).map(rd -> upper | rd << 11 | amount << 6))
            .flatMap(part -> IntStream.range(0, 64).map(function -> part | function))
        : IntStream.of(upper);
  }

  /** Of the instruction alone; a branch or jump is one if its slot does not stand in its way. */
  private static int cost(Instruction instruction) {
    if (instruction instanceof Instruction.Control) {
      return 1;
    }
    Code code = new Code();
    new Lowering(ByteOrder.LITTLE_ENDIAN, new FloatUnit(true)).append(instruction, code);
    return code.ops().size();
  }

  private static String range(int least, int most) {
    return least == most ? Integer.toString(least) : least + " to " + most;
  }

  private static String systemCalls() throws Exception {
    Map<String, List<SystemCallEntry>> groups =
        served().stream().collect(groupingBy(SystemCallEntry::group, LinkedHashMap::new, toList()));
    StringBuilder table = new StringBuilder("| | served | always refused |\n|---|---|---|\n");
    groups.forEach(
        (group, calls) ->
            table.append("| %s | %s | %s |\n".formatted(group, names(calls), refusals(calls))));
    return table.toString();
  }

  private static String names(List<SystemCallEntry> calls) {
    return calls.stream()
        .filter(call -> call.refusal().isEmpty())
        .map(DocumentationTest::name)
        .collect(joining(", "));
  }

  private static String refusals(List<SystemCallEntry> calls) {
    Map<String, List<String>> byError = new TreeMap<>();
    for (SystemCallEntry call : calls) {
      call.refusal()
          .ifPresent(
              error -> byError.computeIfAbsent(error, _ -> new ArrayList<>()).add(name(call)));
    }
    return byError.entrySet().stream()
        .map(entry -> "%s: %s".formatted(entry.getKey(), String.join(", ", entry.getValue())))
        .collect(joining("; "));
  }

  private static String name(SystemCallEntry call) {
    boolean linux = call.number() >= 4000 && call.number() < 5000;
    return (linux ? "%s %d" : "%s 0x%x").formatted(code(call.name()), call.number());
  }

  private static String code(String name) {
    return "`" + name + "`";
  }

  private static List<SystemCallEntry> served() throws Exception {
    ElfFile elf = ElfReader.read(ElfBuilder.program(Mips.call(0, 0)).build());
    OptionalInt none = OptionalInt.empty();
    ZirenGuest callingAll =
        new ZirenGuest(none, none, none, none, none, EnumSet.allOf(Precompiles.class));
    MemoryLayout layout = MemoryLayout.of(elf, callingAll);
    Kernel kernel = Kernel.of(layout, elf, ProgramOutput.of(elf), callingAll);
    return kernel.append(new CodeSpace(1 << 20)).calls();
  }
}
