package org.urna.kiosk.warmup;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;
import org.urna.trust.SignerKeyType;

/// One reading of a specimen's chip, from power to the last file, with all that is needed to do it
/// again to the byte: what the reader drew at random and what each side said.
///
/// @param circuit the enrolment circuit that takes this passport, by its name in `circuits.json`
/// @param day of the polls: certificates, age and expiry are judged on it
/// @param page what opens the chip
/// @param anchors the practice authority's certificate; its state is the citizens'
/// @param signers the document signer's, in the listed form; none in the chain form
/// @param random all bytes that the reader drew, in order
/// @param answerToReset what the card said when it got power
/// @param exchanges in order, from the first command on
public record ChipRecording(
    String circuit,
    LocalDate day,
    NobodysPage page,
    List<StateCertificate> anchors,
    List<StateCertificate> signers,
    Bytes random,
    Bytes answerToReset,
    List<Exchange> exchanges) {
  static final int MOST_CERTIFICATES = 4;
  static final int MOST_RANDOM_BYTES = 4_096;
  static final int MOST_EXCHANGES = 1_000;

  /// The longest answer to reset (ISO/IEC 7816-3 §8.2.1).
  static final int LONGEST_ANSWER_TO_RESET = 33;

  /// One command and the response to it, with its two status bytes.
  public record Exchange(Bytes command, Bytes response) {
    /// No reader here carries a longer APDU.
    static final int LONGEST = 8_192;

    public Exchange {
      require(command.size() >= 4 && command.size() <= LONGEST, "a command's length");
      require(response.size() >= 2 && response.size() <= LONGEST, "a response's length");
    }
  }

  /// @throws IllegalArgumentException if it is not a reading of a practice passport for a known
  ///   circuit
  public ChipRecording {
    anchors = List.copyOf(anchors);
    signers = List.copyOf(signers);
    exchanges = List.copyOf(exchanges);
    SignerKeyType type =
        SignerKeyType.ofCircuit(circuit)
            .orElseThrow(() -> new IllegalArgumentException("no circuit of this name is known"));
    require(!anchors.isEmpty() && anchors.size() <= MOST_CERTIFICATES, "the number of anchors");
    require(
        signers.isEmpty() == (type.form() == SignerKeyType.Form.CHAIN)
            && signers.size() <= MOST_CERTIFICATES,
        "the number of signers");
    String state = anchors.getFirst().state();
    for (List<StateCertificate> certificates : List.of(anchors, signers)) {
      for (StateCertificate each : certificates) {
        require(each.isPractice(), "an authority that is no practice one");
        require(each.state().equals(state), "a second state");
      }
    }
    require(random.size() <= MOST_RANDOM_BYTES, "the number of random bytes");
    require(answerToReset.size() <= LONGEST_ANSWER_TO_RESET, "the answer to reset");
    require(!exchanges.isEmpty() && exchanges.size() <= MOST_EXCHANGES, "the number of exchanges");
  }

  private static void require(boolean ok, String what) {
    if (!ok) {
      throw new IllegalArgumentException("a recording does not allow " + what);
    }
  }

  /// The state whose citizens vote.
  public String state() {
    return anchors.getFirst().state();
  }

  /// The name of a circuit's recording, beside this class.
  public static String fileName(String circuit) {
    return circuit + ".bin";
  }

  /// The recording that the build has packed for `circuit`.
  ///
  /// @throws RecordingException if there is none, or it is malformed or another circuit's
  public static ChipRecording of(String circuit) throws RecordingException {
    try (InputStream in = ChipRecording.class.getResourceAsStream(fileName(circuit))) {
      if (in == null) {
        throw new RecordingException("there is no recording for " + circuit);
      }
      ChipRecording recording = parse(in.readNBytes(RecordingFile.MOST_BYTES + 1));
      if (!recording.circuit.equals(circuit)) {
        throw new RecordingException("the recording for " + circuit + " is another circuit's");
      }
      return recording;
    } catch (IOException e) {
      throw new RecordingException("the recording for " + circuit + " cannot be read", e);
    }
  }

  /// Reads what [#encode] has written, and nothing else.
  ///
  /// @throws RecordingException if it is anything else
  public static ChipRecording parse(byte[] file) throws RecordingException {
    return RecordingFile.parse(file);
  }

  /// The recording as a file. The same recording gives the same bytes.
  public byte[] encode() {
    return RecordingFile.encode(this);
  }
}
