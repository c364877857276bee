package dev.provelet.files.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final String ETAG = "\"abc\"";

  private static Conditions ifNoneMatch(String header) {
    return new Conditions(null, header, null);
  }

  private static Conditions ifMatch(String header) {
    return new Conditions(header, null, null);
  }

  private static Conditions ifRange(String header) {
    return new Conditions(null, null, header);
  }

  @Test
  void withoutHeadersNothingIsConditional() {
    Conditions none = new Conditions(null, null, null);
    assertThat(none.fails(ETAG)).isFalse();
    assertThat(none.notModified(ETAG)).isFalse();
    assertThat(none.rangeCounts(ETAG)).isTrue();
  }

  @Test
  void ifNoneMatchComparesWeaklyWithEachOfAList() {
    assertThat(ifNoneMatch("\"x\", W/\"abc\"").notModified(ETAG)).isTrue();
    assertThat(ifNoneMatch("*").notModified(ETAG)).isTrue();
    assertThat(ifNoneMatch("\"x\"").notModified(ETAG)).isFalse();
    assertThat(ifNoneMatch("abc").notModified(ETAG)).isFalse();
  }

  @Test
  void ifMatchComparesStrongly() {
    assertThat(ifMatch("\"x\", \"abc\"").fails(ETAG)).isFalse();
    assertThat(ifMatch("*").fails(ETAG)).isFalse();
    assertThat(ifMatch("W/\"abc\"").fails(ETAG)).isTrue();
    assertThat(ifMatch("\"x\"").fails(ETAG)).isTrue();
  }

  @Test
  void ifRangeTakesTheWholeUnlessTheTagIsTheSame() {
    assertThat(ifRange(ETAG).rangeCounts(ETAG)).isTrue();
    assertThat(ifRange("W/\"abc\"").rangeCounts(ETAG)).isFalse();
    assertThat(ifRange("Wed, 21 Oct 2015 07:28:00 GMT").rangeCounts(ETAG)).isFalse();
  }
}
