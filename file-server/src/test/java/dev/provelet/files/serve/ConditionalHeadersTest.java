package dev.provelet.files.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionalHeadersTest {
  private static final String ETAG = "\"abc\"";

  private static ConditionalHeaders ifNoneMatch(String header) {
    return new ConditionalHeaders(null, header, null);
  }

  private static ConditionalHeaders ifMatch(String header) {
    return new ConditionalHeaders(header, null, null);
  }

  private static ConditionalHeaders ifRange(String header) {
    return new ConditionalHeaders(null, null, header);
  }

  @Test
  void without_headers_nothing_is_conditional() {
    ConditionalHeaders none = new ConditionalHeaders(null, null, null);
    assertThat(none.fails(ETAG)).isFalse();
    assertThat(none.notModified(ETAG)).isFalse();
    assertThat(none.rangeCounts(ETAG)).isTrue();
  }

  @Test
  void if_none_match_compares_weakly_with_each_of_a_list() {
    assertThat(ifNoneMatch("\"x\", W/\"abc\"").notModified(ETAG)).isTrue();
    assertThat(ifNoneMatch("*").notModified(ETAG)).isTrue();
    assertThat(ifNoneMatch("\"x\"").notModified(ETAG)).isFalse();
    assertThat(ifNoneMatch("abc").notModified(ETAG)).isFalse();
  }

  @Test
  void if_match_compares_strongly() {
    assertThat(ifMatch("\"x\", \"abc\"").fails(ETAG)).isFalse();
    assertThat(ifMatch("*").fails(ETAG)).isFalse();
    assertThat(ifMatch("W/\"abc\"").fails(ETAG)).isTrue();
    assertThat(ifMatch("\"x\"").fails(ETAG)).isTrue();
  }

  @Test
  void if_range_takes_the_whole_unless_the_tag_is_the_same() {
    assertThat(ifRange(ETAG).rangeCounts(ETAG)).isTrue();
    assertThat(ifRange("W/\"abc\"").rangeCounts(ETAG)).isFalse();
    assertThat(ifRange("Wed, 21 Oct 2015 07:28:00 GMT").rangeCounts(ETAG)).isFalse();
  }
}
