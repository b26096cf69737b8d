package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.trust.TrustListException;

/// RFC 2849, and files that only look like it.
class LdifReaderTest {
  private static List<LdifReader.Entry> read(InputStream in) throws Exception {
    LdifReader reader = new LdifReader(in);
    List<LdifReader.Entry> entries = new ArrayList<>();
    for (Optional<LdifReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      entries.add(next.orElseThrow());
    }
    return entries;
  }

  private static List<LdifReader.Entry> read(String text) throws Exception {
    return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void readsFoldedLinesCommentsAndBase64WithEitherLineEnd() throws Exception {
    String text =
        """
        # a comment
         that goes on
        version: 1

        dn: cn=one,
         c=UT
        # between
        userCertificate;binary:: AQID
         BAUG
        sn:: Zm9v
        pkdVersion: 7


        dn:: Y249dHdv
        objectClass: top
        objectClass: person
        empty:""";
    for (String ends : List.of("\n", "\r\n")) {
      List<LdifReader.Entry> entries = read(text.replace("\n", ends));
      assertThat(entries).hasSize(2);
      assertThat(entries.getFirst().dn()).isEqualTo("cn=one,c=UT");
      assertThat(entries.getFirst().attributes())
          .extracting(LdifReader.Attribute::name)
          .containsExactly("usercertificate;binary", "sn", "pkdversion");
      assertThat(entries.getFirst().attributes().getFirst().value())
          .containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(entries.getFirst().attributes().get(1).value()).asString().isEqualTo("foo");
      assertThat(entries.getLast().dn()).isEqualTo("cn=two");
      assertThat(entries.getLast().attributes()).hasSize(3);
      assertThat(entries.getLast().attributes().getLast().value()).isEmpty();
    }
    assertThat(read("")).isEmpty();
    assertThat(read("version: 1\n")).isEmpty();
    assertThat(read("dn: x\nchangetype: add\nsn: y\n").getFirst().attributes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 2\n\ndn: x\n",
        "cn: no name first\n",
        "dn: x\ndn: y\n",
        "dn: x\nchangetype: delete\n",
        "dn: x\nchangetype: modify\nreplace: sn\n",
        "dn: x\nsn:< file:///etc/passwd\n",
        "dn: x\nno colon\n",
        "dn: x\n: no name\n",
        "dn: x\nsn;bäd: y\n",
        "dn: x\nsn:: not base64!\n",
        "dn: x\nsn:: AQI\u0000D\n",
        "dn: x\nsn: a\rb\n",
        "dn: x\nsn: a\u0000\n",
        " begins with a fold\n",
        "dn: x\n\n continues nothing\n",
        "dn: x\nsn:: AQ=\n"
      })
  void refusesWhatIsNoneOrDecidesElsewhere(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TrustListException.class)
        .hasMessageStartingWith("LDIF line ");
  }

  @Test
  void namesTheLine() {
    assertThatThrownBy(() -> read("version: 1\n\ndn: x\nsn: ok\nwrong\n"))
        .hasMessage("LDIF line 5: is not a name and a value");
  }

  /// Endless input of each kind ends at a limit and not in memory.
  @Test
  void boundsLinesEntriesAndTheFile() {
    assertThatThrownBy(() -> read(new Endless("dn: x\nsn: ", "a")))
        .hasMessageContaining("longer than it may be");
    assertThatThrownBy(() -> read(new Endless("dn: x\nsn: ", "a\n ")))
        .hasMessageContaining("longer than it may be");
    assertThatThrownBy(() -> read(new Endless("dn: x\n", "sn: a\n")))
        .hasMessageContaining("an entry is larger");
    assertThatThrownBy(() -> new LdifReaderDrain(new Endless("", "dn: x\n\n")).drain())
        .hasMessageContaining("entries");
    assertThatThrownBy(() -> read(new Endless("", "#\n")))
        .hasMessageContaining("the file is larger");
  }

  /// Reads on without keeping what it read.
  private record LdifReaderDrain(InputStream in) {
    void drain() throws Exception {
      LdifReader reader = new LdifReader(in);
      while (reader.next().isPresent()) {
        // Entries are dropped: the reader's own memory is what is tested.
      }
    }
  }

  /// A start, and then one piece for ever.
  private static final class Endless extends InputStream {
    private final InputStream in;

    Endless(String start, String piece) {
      byte[] block = piece.repeat(4096).getBytes(StandardCharsets.US_ASCII);
      this.in =
          new SequenceInputStream(
              Collections.enumeration(
                  List.of(
                      new ByteArrayInputStream(start.getBytes(StandardCharsets.US_ASCII)),
                      new Repeat(block))));
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }
  }

  private static final class Repeat extends InputStream {
    private final byte[] block;
    private int at;

    Repeat(byte[] block) {
      this.block = block;
    }

    @Override
    public int read() {
      at = at == block.length ? 0 : at;
      return block[at++];
    }
  }
}
