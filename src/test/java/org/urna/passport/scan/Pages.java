package org.urna.passport.scan;

import org.urna.passport.mrz.CheckDigit;
import org.urna.passport.mrz.MachineReadableZone;

/// Zones that no person owns, for tests of scanners.
public final class Pages {
  /// The specimen of ICAO Doc 9303-4 appendix B.
  public static final String LINE_1 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";

  public static final String LINE_2 = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
  public static final String BOOK = LINE_1 + LINE_2;

  /// The specimen of ICAO Doc 9303-5 appendix B.
  public static final String CARD =
      "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<";

  private static final String CYRILLIC = "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ";
  private static final String LATIN = "QWERTYUIOPASDFGHJKLZXCVBNM";

  private Pages() {}

  /// What a US scanner's keys give with the Russian layout on.
  public static String inRussianLayout(String zone, char filler) {
    StringBuilder typed = new StringBuilder();
    for (char c : zone.toCharArray()) {
      int key = LATIN.indexOf(c);
      typed.append(key >= 0 ? CYRILLIC.charAt(key) : c == '<' ? filler : c);
    }
    return typed.toString();
  }

  /// A Russian internal passport: digits in the name, fillers for the expiry date.
  public static String internalPassport() {
    String line =
        "370123456"
            + CheckDigit.of("370123456")
            + "RUS8003122F<<<<<<<7160712400057<"
            + CheckDigit.of("7160712400057<");
    String covered = line.substring(0, 10) + line.substring(13, 20) + line.substring(21);
    return "PNRUSSOKOLOVA<<ANNA<IUR9EVNA" + "<".repeat(16) + line + CheckDigit.of(covered);
  }

  /// The text of a scan that was read, and wipes it.
  public static String text(MrzScan scan) {
    if (scan instanceof MrzScan.Read(MachineReadableZone zone)) {
      try (zone) {
        return new String(zone.toAscii(), java.nio.charset.StandardCharsets.US_ASCII);
      }
    }
    throw new AssertionError("not read: " + scan);
  }
}
