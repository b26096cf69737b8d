package org.urna.passport.pcsc;

import java.lang.reflect.Field;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The smart card service of this machine, kept usable when it is restarted.
///
/// javax.smartcardio opens one context per JVM and keeps it for ever; once pcscd was restarted
/// every call fails, until the JVM ends. The only way out is to clear two private static fields of
/// the JDK, which needs `--add-opens java.smartcardio/sun.security.smartcardio=ALL-UNNAMED`.
/// Everything that reaches into the JDK for it is here.
final class PcscService {

  private static final Logger LOG = LoggerFactory.getLogger(PcscService.class);

  /// The slots there are now, none if no reader is plugged in.
  ///
  /// @throws PassportReadException [PassportReadFailure#READER_GONE] while the service is down
  synchronized List<CardTerminal> slots() throws PassportReadException {
    try {
      return list();
    } catch (CardException | NoSuchAlgorithmException e) {
      if (!PcscErrors.isServiceDead(e)) {
        throw PcscErrors.translate(e);
      }
    }
    forgetContext();
    try {
      return list();
    } catch (CardException | NoSuchAlgorithmException e) {
      throw new PassportReadException(
          PassportReadFailure.READER_GONE, "the smart card service is down", e);
    }
  }

  private static List<CardTerminal> list() throws CardException, NoSuchAlgorithmException {
    try {
      return TerminalFactory.getInstance("PC/SC", null).terminals().list();
    } catch (CardException e) {
      if (PcscErrors.isNoReaders(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private static void forgetContext() {
    try {
      Class<?> terminals = Class.forName("sun.security.smartcardio.PCSCTerminals");
      Field context = terminals.getDeclaredField("contextId");
      context.setAccessible(true);
      context.setLong(null, 0);
      Field known = terminals.getDeclaredField("terminals");
      known.setAccessible(true);
      if (known.get(null) instanceof Map<?, ?> map) {
        map.clear();
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.error(
          "The smart card service was restarted and this program cannot follow: it runs without"
              + " --add-opens java.smartcardio/sun.security.smartcardio=ALL-UNNAMED",
          e);
    }
  }
}
