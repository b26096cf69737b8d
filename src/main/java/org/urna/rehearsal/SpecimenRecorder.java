package org.urna.rehearsal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;
import org.urna.kiosk.warmup.ChipRecording;
import org.urna.kiosk.warmup.NobodysPage;
import org.urna.kiosk.warmup.RecordingException;
import org.urna.kiosk.warmup.SpecimenReading;
import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.PassportReadException;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.PracticeAuthority;
import org.urna.practice.specimen.PracticeScheme;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// Records how the kiosk reads the passport of nobody, for one enrolment circuit.
///
/// Everything follows from public seeds, what chip and reader draw included, so that a circuit has
/// one recording, the same byte for byte wherever and whenever it is made.
final class SpecimenRecorder {
  /// SHA-1 is accepted from this state alone.
  private static final String STATE = SpecimenLibrary.STATE;

  private static final String COUNTRY = "RU";

  /// The day of the recording's polls, whatever day it is.
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  private SpecimenRecorder() {}

  /// Makes the authority and the specimen, which takes about a second for RSA, and reads its chip.
  ///
  /// @throws IllegalArgumentException if no kind of passport is for this circuit
  /// @throws RecordingException if the specimen is not read as a genuine passport
  static ChipRecording record(String circuit)
      throws RecordingException, TrustListException, InterruptedException {
    SignerKeyType type =
        SignerKeyType.ofCircuit(circuit)
            .orElseThrow(() -> new IllegalArgumentException("no passport is for " + circuit));
    PracticeScheme scheme = scheme(type);
    PracticeAuthority authority =
        scheme == PracticeScheme.RUSSIAN_P256_SHA1
            ? PracticeAuthority.likeRussia(STATE, COUNTRY, DAY)
            : PracticeAuthority.of(STATE, COUNTRY, scheme);
    SpecimenHolder nobody =
        new SpecimenHolder(
            STATE, "000000001", "NOBODY", "NEMO", DAY.minusYears(40), '<', DAY.plusYears(5));
    SpecimenPassport specimen = SpecimenPassport.issue(authority, nobody);
    NobodysPage page =
        new NobodysPage(
            nobody.documentNumber(), nobody.birthDateInZone(), nobody.expiryDateInZone());
    List<StateCertificate> anchors = List.of(authority.anchor());
    InProcessReader reader = new InProcessReader("recorder");
    reader.lay(specimen.chip(new RepeatableRandom("chip of " + circuit)));
    Transcript transcript = new Transcript(reader);
    RepeatableRandom drawn = new RepeatableRandom("reader of " + circuit);
    new SpecimenReading(TrustList.of(anchors), DAY, page).read(transcript, drawn).close();
    return new ChipRecording(
        circuit,
        DAY,
        page,
        anchors,
        type.form() == SignerKeyType.Form.LISTED ? List.of(authority.signer()) : List.of(),
        drawn.drawn(),
        transcript.answerToReset,
        transcript.exchanges);
  }

  private static PracticeScheme scheme(SignerKeyType type) {
    return switch (type) {
      case RSA_2048_PKCS1_SHA256 -> PracticeScheme.RSA_PKCS1_SHA256;
      case RSA_2048_PSS_SHA256 -> PracticeScheme.RSA_PSS_SHA256;
      case RSA_2048_PSS_SHA256_E3 -> PracticeScheme.RSA_PSS_E3_SHA256;
      case P256_SHA256 -> PracticeScheme.P256_SHA256;
      case P256_SHA1 -> PracticeScheme.RUSSIAN_P256_SHA1;
      case BRAINPOOL_P256R1_SHA256 ->
          throw new IllegalArgumentException("no circuit verifies brainpool yet");
    };
  }

  /// Writes down what passes between a reader and the card in another slot. For one reading; the
  /// reader's calls come one after the other.
  private static final class Transcript implements CardSlot {
    private final CardSlot inner;
    private final List<ChipRecording.Exchange> exchanges = new ArrayList<>();
    private Bytes answerToReset = Bytes.of(new byte[0]);
    private boolean connected;

    Transcript(CardSlot inner) {
      this.inner = inner;
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public CardConnection connect() throws PassportReadException {
      if (connected) {
        throw new IllegalStateException("a specimen is opened on its first connection");
      }
      connected = true;
      CardConnection card = inner.connect();
      answerToReset = Bytes.of(card.answerToReset());
      return new CardConnection() {
        @Override
        public byte[] answerToReset() {
          return card.answerToReset();
        }

        @Override
        public byte[] transmit(byte[] command) throws PassportReadException {
          byte[] response = card.transmit(command);
          exchanges.add(new ChipRecording.Exchange(Bytes.of(command), Bytes.of(response)));
          return response;
        }

        @Override
        public void close() {
          card.close();
        }
      };
    }
  }
}
