package org.urna.practice.card;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lays simulated chips on Debian's virtual PC/SC reader (package `vsmartcard-vpcd`), so that any
/// program reads them through pcscd like a passport on a real reader.
///
/// The reader's driver listens on a TCP port of this machine and the *card* connects to it: while
/// the connection stands a card lies there. Each message is two bytes of length, big-endian, and a
/// payload; a payload of one byte is a control word: 0 power off, 1 power on, 2 reset, 4 what is
/// your answer to reset. Everything else is a command APDU.
///
/// Thread-safe. Each chip laid down is served by a daemon thread of its own.
public final class VirtualReader implements AutoCloseable {

  /// Where the driver's first slot listens.
  public static final int DEFAULT_PORT = 35_963;

  private static final Logger LOG = LoggerFactory.getLogger(VirtualReader.class);
  private static final int CONNECT_MILLIS = 2_000;
  private static final int POWER_OFF = 0;
  private static final int POWER_ON = 1;
  private static final int RESET = 2;
  private static final int GET_ANSWER_TO_RESET = 4;

  private final int port;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Socket present;
  private @Nullable ChipSimulator chip;

  public VirtualReader(int port) {
    this.port = port;
  }

  /// Lays `next` down; whatever lay there is removed. pcscd looks about three times a second: wait
  /// with a [org.urna.passport.ReaderWatch] for the card to be seen, and gone.
  ///
  /// @throws IOException if no virtual reader listens: pcscd or the package is missing
  public void insert(ChipSimulator next) throws IOException {
    lock.lock();
    try {
      remove();
      Socket socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
      present = socket;
      chip = next;
      Thread.ofPlatform().daemon().name("virtual passport").start(() -> serve(socket, next));
    } finally {
      lock.unlock();
    }
  }

  /// Takes the chip away, in the middle of a read if need be.
  public void remove() {
    lock.lock();
    try {
      Socket socket = present;
      ChipSimulator previous = chip;
      present = null;
      chip = null;
      if (socket != null) {
        closeQuietly(socket);
      }
      if (previous != null) {
        previous.removed();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    remove();
  }

  private static void serve(Socket socket, ChipSimulator chip) {
    chip.reset();
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        acknowledgeAtOnce(socket);
        byte[] message = new byte[in.readUnsignedShort()];
        in.readFully(message);
        if (message.length == 1) {
          control(message[0], chip, out);
        } else if (message.length > 1) {
          Optional<byte[]> response = chip.transmit(message);
          if (response.isEmpty()) {
            return;
          }
          send(response.get(), out);
        }
      }
    } catch (EOFException e) {
      LOG.debug("the virtual reader closed the connection");
    } catch (IOException e) {
      LOG.debug("the chip was taken from the virtual reader");
    }
  }

  private static void control(byte word, ChipSimulator chip, DataOutputStream out)
      throws IOException {
    switch (word) {
      case POWER_OFF, POWER_ON, RESET -> chip.reset();
      case GET_ANSWER_TO_RESET -> send(chip.answerToReset(), out);
      default -> LOG.debug("unknown control word {} from the virtual reader", word);
    }
  }

  /// One write, one packet.
  private static void send(byte[] payload, DataOutputStream out) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(Short.BYTES + payload.length);
    out.write(packet.putShort((short) payload.length).put(payload).array());
    out.flush();
  }

  /// The driver sends length and payload as two packets and waits for the first one's
  /// acknowledgement, which Linux delays by 40 ms unless it is told not to, again and again.
  /// Without the option (a runtime without the module jdk.net) it works, at the pace of a slow
  /// chip.
  private static void acknowledgeAtOnce(Socket socket) throws IOException {
    for (SocketOption<?> option : socket.supportedOptions()) {
      if (option.name().equals("TCP_QUICKACK") && option.type() == Boolean.class) {
        @SuppressWarnings("unchecked") // its type was looked at
        SocketOption<Boolean> quickAcknowledge = (SocketOption<Boolean>) option;
        socket.setOption(quickAcknowledge, true);
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing the virtual reader's connection failed");
    }
  }
}
