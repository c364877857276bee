package dev.provelet.files.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.files.serve.ByteRange.Part;
import dev.provelet.files.serve.ByteRange.Unsatisfiable;
import dev.provelet.files.serve.ByteRange.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=0-9, 0, 9",
    "bytes=3-, 3, 9",
    "bytes=9-, 9, 9",
    "bytes=5-100, 5, 9",
    "bytes=5-999999999999999999, 5, 9",
    "bytes=-1, 9, 9",
    "bytes=-10, 0, 9",
    "bytes=-11, 0, 9",
    "' bytes=1-2 ', 1, 2",
  })
  void a_range_within_ten_bytes(String header, long first, long last) {
    assertThat(ByteRange.parse(header, 10)).isEqualTo(new Part(first, last));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "bytes=a-b",
        "bytes=+1-2",
        "bytes=1-2 3",
        "bytes=9999999999999999999-",
        "lines=0-1",
        "bytes 0-1",
      })
  void what_is_no_single_range_of_bytes_means_all(String header) {
    assertThat(ByteRange.parse(header, 10)).isEqualTo(new Whole());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=999999999999999999-", "bytes=-0"})
  void what_begins_beyond_the_end_cannot_be_satisfied(String header) {
    assertThat(ByteRange.parse(header, 10)).isEqualTo(new Unsatisfiable());
  }

  @Test
  void an_empty_object_has_no_ranges() {
    assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.parse("bytes=-5", 0)).isEqualTo(new Unsatisfiable());
    assertThat(ByteRange.parse(null, 0)).isEqualTo(new Whole());
  }
}
