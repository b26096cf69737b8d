package org.urna.passport.serial;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// A serial line without hardware: what is written here is read from the device file [#device], and
/// the other way round. Closing it is pulling the plug. By POSIX' `posix_openpt` through the
/// Foreign Function API, so that no program is needed.
final class PseudoTerminal implements AutoCloseable {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final int O_RDWR = 2;
  private static final int O_NOCTTY = 0x100;
  private static final short POLLIN = 1;

  private static final MethodHandle OPEN = function("posix_openpt", true, "i");
  private static final MethodHandle GRANT = function("grantpt", true, "i");
  private static final MethodHandle UNLOCK = function("unlockpt", true, "i");
  private static final MethodHandle NAME = function("ptsname_r", true, "ipl");
  private static final MethodHandle READ = function("read", false, "ipl");
  private static final MethodHandle WRITE = function("write", false, "ipl");
  private static final MethodHandle POLL = function("poll", true, "pli");
  private static final MethodHandle CLOSE = function("close", true, "i");

  private final int descriptor;
  private final Path device;
  private boolean closed;

  private PseudoTerminal(int descriptor, Path device) {
    this.descriptor = descriptor;
    this.device = device;
  }

  /// @throws AssertionError if the system gives none, so that a test never passes without one
  static PseudoTerminal open() {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact(O_RDWR | O_NOCTTY);
      MemorySegment name = arena.allocate(64);
      boolean ready =
          descriptor >= 0
              && (int) GRANT.invokeExact(descriptor) == 0
              && (int) UNLOCK.invokeExact(descriptor) == 0
              && (int) NAME.invokeExact(descriptor, name, 64L) == 0;
      if (!ready) {
        throw new AssertionError("this system gives no pseudo terminal");
      }
      return new PseudoTerminal(descriptor, Path.of(name.getString(0)));
    } catch (Throwable e) {
      throw new AssertionError("this system gives no pseudo terminal", e);
    }
  }

  Path device() {
    return device;
  }

  void send(byte[] bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      long written = (long) WRITE.invokeExact(descriptor, memory, (long) bytes.length);
      if (written != bytes.length) {
        throw new IOException("wrote " + written + " bytes");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// What the other side sent, at most 64 bytes; nothing after `millis`.
  byte[] receive(int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(8, 4);
      poll.set(ValueLayout.JAVA_INT, 0, descriptor);
      poll.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      int ready = (int) POLL.invokeExact(poll, 1L, millis);
      if (ready <= 0) {
        return new byte[0];
      }
      MemorySegment memory = arena.allocate(64);
      long count = (long) READ.invokeExact(descriptor, memory, 64L);
      return count <= 0 ? new byte[0] : memory.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      // The number may be another file's by now.
      return;
    }
    closed = true;
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// @param arguments `i` int, `l` long, `p` pointer
  private static MethodHandle function(String name, boolean returnsInt, String arguments) {
    ValueLayout[] layouts = new ValueLayout[arguments.length()];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] =
          switch (arguments.charAt(i)) {
            case 'i' -> ValueLayout.JAVA_INT;
            case 'l' -> ValueLayout.JAVA_LONG;
            default -> ValueLayout.ADDRESS;
          };
    }
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(returnsInt ? ValueLayout.JAVA_INT : ValueLayout.JAVA_LONG, layouts));
  }
}
