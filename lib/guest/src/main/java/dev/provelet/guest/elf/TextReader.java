package dev.provelet.guest.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where instructions are. Segments say what may be executed; sections, if there are any, say
 * it more closely: linkers put constants into executable segments, too.
 */
final class TextReader {
  private static final int SHT_PROGBITS = 1;
  private static final int SHF_ALLOC_EXECINSTR = 6;

  /** Linkers make ten at most. More are looked up too often, and say too little. */
  private static final int MAX_RANGES = 1024;

  private final List<SectionHeader> headers;
  private final List<Segment> segments;

  TextReader(List<SectionHeader> headers, List<Segment> segments) {
    this.headers = headers;
    this.segments = segments.stream().filter(Segment::executable).toList();
  }

  /**
   * The sections if they hold the entry point, lie in executable content and make no more than
   * {@link #MAX_RANGES} ranges, else the segments, in which all that may be executed lies.
   */
  List<TextRange> read(int entry) {
    List<TextRange> sections = sections();
    boolean plausible =
        sections.stream().anyMatch(section -> section.holds(entry))
            && sections.stream().allMatch(this::isExecutable)
            && areApart(sections);
    List<TextRange> ranges = joined(plausible ? sections : segments());
    return ranges.size() <= MAX_RANGES ? ranges : joined(segments());
  }

  private List<TextRange> segments() {
    return segments.stream()
        .map(segment -> new TextRange(segment.address(), segment.contentEnd()))
        .toList();
  }

  private List<TextRange> sections() {
    List<TextRange> sections = new ArrayList<>();
    for (SectionHeader header : headers) {
      boolean executable = (header.flags() & SHF_ALLOC_EXECINSTR) == SHF_ALLOC_EXECINSTR;
      int size = (int) header.size() & ~3;
      if (header.type() == SHT_PROGBITS && executable && size != 0) {
        sections.add(new TextRange(header.address(), header.address() + size));
      }
    }
    sections.sort(Comparator.comparingInt(TextRange::start));
    return sections;
  }

  /** A branch may end one range with its slot beginning the next. */
  private static List<TextRange> joined(List<TextRange> ranges) {
    List<TextRange> joined = new ArrayList<>();
    for (TextRange range : ranges) {
      if (!joined.isEmpty() && joined.getLast().end() == range.start()) {
        joined.add(new TextRange(joined.removeLast().start(), range.end()));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  private boolean isExecutable(TextRange section) {
    return section.start() % 4 == 0
        && section.start() < section.end()
        && segments.stream()
            .anyMatch(
                segment ->
                    section.start() >= segment.address() && section.end() <= segment.contentEnd());
  }

  private static boolean areApart(List<TextRange> sections) {
    for (int i = 1; i < sections.size(); i++) {
      if (sections.get(i).start() < sections.get(i - 1).end()) {
        return false;
      }
    }
    return true;
  }
}
