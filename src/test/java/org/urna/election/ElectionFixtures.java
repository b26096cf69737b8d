package org.urna.election;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A small practice election that every constructor accepts. Keys and certificates are shapes, not
/// working ones: for tests of what surrounds them.
public final class ElectionFixtures {
  public static final BigInteger ORGANISER_KEY = BigInteger.valueOf(0xABCDEF);
  public static final BigInteger STATION_KEY = BigInteger.valueOf(0x123456);
  public static final Address ORGANISER = EcdsaSignature.addressOf(ORGANISER_KEY);
  public static final Address STATION = EcdsaSignature.addressOf(STATION_KEY);
  public static final byte[] PHOTO_A = "photo of A".getBytes(StandardCharsets.UTF_8);
  public static final byte[] PHOTO_B = "photo of B".getBytes(StandardCharsets.UTF_8);
  public static final CurvePoint BASE8 =
      new CurvePoint(
          new BigInteger(
              "5299619240641551281634865583518297030282874472190772894086521144482721001553"),
          new BigInteger(
              "16950150798460657717958625567821834550301663161624707787222815936182638968203"));

  private ElectionFixtures() {}

  public static ElectionManifest practice() {
    return manifest(true, true, StateCertificate.PRACTICE_MARK);
  }

  static ElectionManifest manifest(boolean practice, boolean developmentKeys, String certificate) {
    return new ElectionManifest(
        practice,
        List.of("ru", "en"),
        text("Выборы", "Election"),
        text("О выборах", "About the election"),
        new Round.First(),
        OptionOrder.SHUFFLED,
        List.of(
            candidate("anna", PHOTO_A),
            candidate("boris", PHOTO_B),
            new BallotOption.AgainstAll(
                "against-all", text("Против всех", "Against all"), text("—", "—"))),
        new Schedule(
            Instant.parse("2026-11-22T06:00:00Z"),
            Instant.parse("2026-11-22T20:00:00Z"),
            Instant.parse("2026-11-23T20:00:00Z"),
            Instant.parse("2026-11-25T20:00:00Z")),
        new EligibilityRule(
            "RUS",
            LocalDate.of(2008, 11, 22),
            LocalDate.of(2026, 11, 22),
            EligibilityRule.UniqueBy.PERSON),
        List.of(new StateCertificate("RUS", der(certificate + " CSCA"))),
        List.of(
            new ElectionVariant(
                pin("enrolment-rsa2048-sha256", developmentKeys),
                BigInteger.TWO,
                List.of(new StateCertificate("RUS", der(certificate + " signer"))))),
        pin("ballot-16", developmentKeys),
        pin("decryption-16", developmentKeys),
        BigInteger.valueOf(77),
        new TrusteeBoard(
            1,
            List.of(new Trustee("Trustee 1", List.of(BASE8), BASE8, BigInteger.valueOf(5))),
            hash("ceremony"),
            hash("transcript"),
            BASE8),
        List.of(new AccreditedStation(STATION, hash("x25519"), "venue-1", 500)),
        new RunoffRule(true, false, RunoffRule.Tie.LOTS),
        50);
  }

  public static ChainReference chain() {
    return new ChainReference(
        31337, Address.parse("0x5FbDB2315678afecb367f032d93F642f64180aa3"), "practice chain");
  }

  public static PackageSignature signature(ElectionManifest manifest) {
    return PackageSignature.sign(manifest, chain(), ORGANISER_KEY);
  }

  public static Map<String, byte[]> media() {
    return Map.of("anna.jpg", PHOTO_A, "boris.jpg", PHOTO_B);
  }

  /// The practice election's package, made at `folder`.
  public static ElectionPackage practicePackage(Path folder) throws ElectionPackageException {
    return packageOf(folder, practice());
  }

  /// A package of `manifest`, made at `folder`.
  public static ElectionPackage packageOf(Path folder, ElectionManifest manifest)
      throws ElectionPackageException {
    return ElectionPackage.create(folder, manifest, chain(), signature(manifest), media());
  }

  /// The practice election, also for chips that cannot show that they are no copies.
  public static ElectionManifest admittingEveryChip() throws ElectionPackageException {
    return with(json -> json.replace("\"must-prove-itself\"", "\"signature-is-enough\""));
  }

  static ElectionManifest with(UnaryOperator<String> change) throws ElectionPackageException {
    String json = new String(practice().canonicalJson(), StandardCharsets.UTF_8);
    return ElectionManifest.fromJson(change.apply(json).getBytes(StandardCharsets.UTF_8));
  }

  static Localized text(String ru, String en) {
    return Localized.of(Map.of("ru", ru, "en", en));
  }

  static BallotOption.Candidate candidate(String id, byte[] photo) {
    return new BallotOption.Candidate(
        id,
        text("Кандидат " + id, "Candidate " + id),
        text("строка", "line"),
        text("Программа\nи ещё", "Manifesto\nand more"),
        new MediaFile(id + ".jpg", sha256(photo)));
  }

  static CircuitPin pin(String name, boolean development) {
    return new CircuitPin(name, hash("vk " + name), hash("zkey " + name), development);
  }

  static Bytes hash(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static Bytes sha256(byte[] bytes) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// 600 bytes framed as one DER sequence that hold `text`.
  static Bytes der(String text) {
    byte[] der = new byte[600];
    der[0] = 0x30;
    der[1] = (byte) 0x82;
    der[2] = (byte) ((600 - 4) >> 8);
    der[3] = (byte) (600 - 4);
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(content, 0, der, 40, content.length);
    return Bytes.of(der);
  }
}
