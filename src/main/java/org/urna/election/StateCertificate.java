package org.urna.election;

import java.nio.charset.StandardCharsets;

/// A certificate and the state that the *manifest* says it belongs to; a certificate's own text
/// about its country is never believed (protocol §5.4). Used for CSCA anchors and for the document
/// signers of the listed variants. Only the outer DER frame is checked here: reading it is
/// `trust`'s work.
///
/// @param state three characters as in passports, padded with `<`
/// @param der the whole certificate
public record StateCertificate(String state, Bytes der) {
  /// Specimen authorities carry this text in their subject, so that no one can mistake one for a
  /// state's: a real election refuses every certificate that holds it.
  public static final String PRACTICE_MARK = "URNA PRACTICE";

  private static final int MAX_SIZE = 8192;

  public StateCertificate {
    Checks.state(state, "certificate.state");
    Checks.range(der.size(), 128, MAX_SIZE, "certificate size");
    byte[] bytes = der.toByteArray();
    Checks.that(
        (bytes[0] == 0x30
                && (bytes[1] & 0xff) == 0x82
                && (((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff)) == bytes.length - 4)
            || (bytes[0] == 0x30
                && (bytes[1] & 0xff) == 0x81
                && (bytes[2] & 0xff) == bytes.length - 3),
        "certificate",
        "must be one DER sequence");
  }

  /// Whether this belongs to a practice authority: it carries [#PRACTICE_MARK] or the code `UTO`
  /// that ICAO 9303 reserves for specimens.
  public boolean isPractice() {
    String text = new String(der.toByteArray(), StandardCharsets.ISO_8859_1);
    return state.equals("UTO") || text.contains(PRACTICE_MARK);
  }
}
