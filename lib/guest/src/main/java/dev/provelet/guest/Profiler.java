package dev.provelet.guest;

import dev.provelet.guest.ExecutionProfile.Call;
import dev.provelet.guest.ExecutionProfile.Function;
import dev.provelet.guest.ExecutionProfile.Overhead;
import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Disassembly;
import dev.provelet.guest.decode.FloatInstruction;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.kernel.KernelAddresses;
import dev.provelet.guest.translate.SourceMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Makes an {@link ExecutionProfile} from how often each pc was reached. */
final class Profiler {
  private static final String NO_SYMBOL = "(no symbol)";

  private final ElfFile elf;
  private final SourceMap origins;
  private final KernelAddresses kernel;

  Profiler(ElfFile elf, SourceMap origins, KernelAddresses kernel) {
    this.elf = elf;
    this.origins = origins;
    this.kernel = kernel;
  }

  ExecutionProfile of(Map<Integer, Long> counts) {
    Tally tally = new Tally();
    counts.forEach(tally::add);
    return tally.profile(calls(counts));
  }

  private List<Call> calls(Map<Integer, Long> counts) {
    return kernel.calls().stream()
        .map(call -> new Call(call.number(), call.name(), counts.getOrDefault(call.pc(), 0L)))
        .filter(call -> call.count() != 0)
        .toList();
  }

  private final class Tally {
    private final Map<String, Long> forms = new TreeMap<>();
    private final Map<String, Long> functions = new TreeMap<>();
    private long cycles;
    private long instructions;
    private long kernelCycles;
    private long floatInstructions;
    private long floatCycles;

    void add(int pc, long count) {
      cycles += count;
      OptionalInt origin = origins.of(pc);
      if (origin.isPresent()) {
        addCycles(origin.getAsInt(), count);
        origins.begunAt(pc).forEach(at -> addExecution(at, count));
      } else if (Integer.compareUnsigned(pc, kernel.start()) >= 0) {
        kernelCycles += count;
      } else {
        floatCycles += count;
      }
    }

    private void addCycles(int address, long count) {
      String name = elf.symbols().function(Integer.toUnsignedLong(address));
      functions.merge(Objects.requireNonNullElse(name, NO_SYMBOL), count, Long::sum);
      if (computes(instruction(address))) {
        floatCycles += count;
      }
    }

    private void addExecution(int address, long count) {
      instructions += count;
      Instruction instruction = instruction(address);
      forms.merge(Disassembly.mnemonic(instruction), count, Long::sum);
      if (computes(instruction)) {
        floatInstructions += count;
      }
    }

    ExecutionProfile profile(List<Call> calls) {
      List<Function> busiest =
          functions.entrySet().stream()
              .map(entry -> new Function(entry.getKey(), entry.getValue()))
              .sorted(Comparator.comparingLong(Function::cycles).reversed())
              .toList();
      Overhead overhead = new Overhead(kernelCycles, floatInstructions, floatCycles);
      return new ExecutionProfile(cycles, instructions, forms, busiest, overhead, calls);
    }
  }

  private static boolean computes(Instruction instruction) {
    return instruction instanceof FloatInstruction i && i.computes();
  }

  private Instruction instruction(int address) {
    return Decoder.decode(elf.word(address), address);
  }
}
