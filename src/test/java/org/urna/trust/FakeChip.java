package org.urna.trust;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts;

/// A chip of files, with a switch for each way a chip can fail. It notes what it was asked, in
/// order.
final class FakeChip implements ChipSession {
  final Map<Integer, byte[]> dataGroups = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  byte[] securityObject = new byte[0];
  boolean ownsTheKey = true;
  boolean answersWithoutTheKey;
  Optional<String> failsAt = Optional.empty();
  PassportReadFailure failure = PassportReadFailure.LOST_CONTACT;
  Optional<ChipAuthenticationKey> key = Optional.empty();

  /// How it signs challenges; a chip without such a key refuses the command.
  Optional<UnaryOperator<byte[]>> signs = Optional.empty();

  /// Told what is asked, before it is answered.
  Consumer<String> watcher = _ -> {};

  SessionFacts.AccessProtocol accessProtocol = SessionFacts.AccessProtocol.BASIC_ACCESS_CONTROL;
  boolean downgraded;

  private boolean proven;

  @Override
  public byte[] readSecurityObject() throws PassportReadException {
    ask("SOD");
    return securityObject.clone();
  }

  @Override
  public byte[] readDataGroup(int number) throws PassportReadException {
    ask("DG" + number);
    if (key.isPresent() && !ownsTheKey && !answersWithoutTheKey) {
      throw new PassportReadException(PassportReadFailure.CLONE_SUSPECTED, "no answer");
    }
    proven = key.isPresent() && ownsTheKey;
    byte[] file = dataGroups.get(number);
    if (file == null) {
      throw new PassportReadException(PassportReadFailure.FILE_MISSING, "no file");
    }
    return file.clone();
  }

  @Override
  public void authenticateChip(ChipAuthenticationKey verifiedKey) throws PassportReadException {
    ask("CA");
    key = Optional.of(verifiedKey);
  }

  private void ask(String what) throws PassportReadException {
    asked.add(what);
    watcher.accept(what);
    if (failsAt.equals(Optional.of(what))) {
      throw new PassportReadException(failure, "as told");
    }
  }

  @Override
  public byte[] signChallenge(byte[] challenge, int answerBytes) throws PassportReadException {
    ask("AA");
    return signs
        .orElseThrow(
            () -> new PassportReadException(PassportReadFailure.CLONE_SUSPECTED, "no such key"))
        .apply(challenge);
  }

  @Override
  public SessionFacts facts() {
    return new SessionFacts("fake", accessProtocol, downgraded, proven, 0, 0, 0, Duration.ZERO);
  }

  @Override
  public void close() {}
}
