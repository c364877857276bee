package dev.provelet.stage.http;

import dev.provelet.stage.submit.SizeLimits;
import dev.provelet.stage.submit.SizeLimits.Limit;
import dev.provelet.stage.submit.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** The parts of a multipart submission, each read only if it is not too large. */
final class FormParts {
  private static final String ENCODING = "Content-Transfer-Encoding";

  /** Encodings that leave bytes as they are. */
  private static final Set<String> VERBATIM = Set.of("binary", "8bit", "7bit");

  private static final List<String> KNOWN = List.of("program", "stdin", "public", "options");

  /** What decoding puts in place of bytes that are no text. */
  private static final char REPLACEMENT = '\uFFFD';

  private final MultipartFormDataInput form;
  private final SizeLimits limits;

  FormParts(MultipartFormDataInput form, SizeLimits limits) {
    this.form = form;
    this.limits = limits;
    for (String name : form.getValues().keySet()) {
      if (!KNOWN.contains(name)) {
        throw SubmissionReader.malformed(
            "there is no part '" + name + "'; the parts are " + String.join(", ", KNOWN));
      }
    }
  }

  Optional<Upload> content(String name) {
    Collection<FormValue> values = form.getValues().getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw SubmissionReader.malformed("more than one part is called " + name);
    }
    return values.stream().findFirst().map(value -> Upload.of(read(name, value)));
  }

  String text(String name) {
    return content(name).map(bytes -> new String(bytes.array(), StandardCharsets.UTF_8)).orElse("");
  }

  private byte[] read(String name, FormValue value) {
    checkVerbatim(name, value);
    try {
      if (!value.isFileItem()) {
        byte[] text = text(name, value).getBytes(StandardCharsets.UTF_8);
        limit(name).check(text.length);
        return text;
      }
      limit(name).check(value.getFileItem().getFileSize());
      return value.getFileItem().isInMemory()
          ? value.getFileItem().getInputStream().readAllBytes()
          : Files.readAllBytes(value.getFileItem().getFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The form's parser decodes some encodings piece by piece, which gives other bytes. */
  private static void checkVerbatim(String name, FormValue value) {
    String encoding = value.getHeaders() == null ? null : value.getHeaders().getFirst(ENCODING);
    if (encoding != null && !VERBATIM.contains(encoding.toLowerCase(Locale.ROOT))) {
      throw SubmissionReader.malformed(
          "part '%s' has %s: %s; send its bytes as they are, without that header"
              .formatted(name, ENCODING, encoding));
    }
  }

  /**
   * A part without a file name is decoded before we see it: refused where that may have altered it.
   */
  private static String text(String name, FormValue value) {
    String text = value.getValue();
    String charset = value.getCharset();
    boolean isUtf8 = charset == null || StandardCharsets.UTF_8.name().equalsIgnoreCase(charset);
    if (!isUtf8 || text.indexOf(REPLACEMENT) >= 0) {
      throw SubmissionReader.malformed(
          "part '%s' has no file name and is not UTF-8 text; send it as a file: curl -F %s=@FILE"
              .formatted(name, name));
    }
    return text;
  }

  private Limit limit(String name) {
    return switch (name) {
      case "program" -> limits.elf();
      case "stdin" -> limits.stdin();
      case "public" -> limits.publicInput();
      case "options" -> limits.options();
      default -> throw new IllegalArgumentException("there is no part " + name);
    };
  }
}
