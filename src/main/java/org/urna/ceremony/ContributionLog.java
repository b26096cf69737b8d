package org.urna.ceremony;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.urna.proof.Iden3File;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.Pairing;

/// Section 10 of a `.zkey`: the hash of the initial key, then every contribution in order.
///
/// @param circuitHash snarkjs' "circuit hash", 64 bytes: BLAKE2b over the initial key
/// @param contributions in the order they were made
record ContributionLog(byte[] circuitHash, List<Contribution> contributions) {
  static final int SECTION = 10;
  static final String WHAT = "contributions";

  /// Points, transcript, type and length of the parameters.
  private static final int FIXED_BYTES = 3 * 64 + 128 + 64 + 4 + 4;

  private static final int MOST_PARAMETER_BYTES = 2 + 255 + 2 + 2 + 255;
  private static final int MOST_CONTRIBUTIONS = 10_000;

  ContributionLog {
    contributions = List.copyOf(contributions);
  }

  /// The log of a key without contributions.
  static ContributionLog initial(byte[] circuitHash) {
    return new ContributionLog(circuitHash, List.of());
  }

  // ------------------------------------------------------------------ reading

  /// Reads the section; every point is checked, nothing is proved yet.
  static ContributionLog read(Sections file) throws CeremonyFileException {
    MemorySegment section = file.section(SECTION, WHAT);
    long size = section.byteSize();
    int count = size < 68 ? -1 : section.get(Iden3File.U32, 64);
    if (count < 0 || count > MOST_CONTRIBUTIONS || (long) count * FIXED_BYTES > size - 68) {
      throw file.refusal(SECTION, WHAT, "is cut short or gives an impossible number of them");
    }
    List<Contribution> contributions = new ArrayList<>();
    long at = 68;
    for (int i = 1; i <= count; i++) {
      if (size - at < FIXED_BYTES) {
        throw file.refusal(SECTION, WHAT, "is cut short in contribution " + i);
      }
      int parameters = section.get(Iden3File.U32, at + FIXED_BYTES - 4);
      if (parameters < 0
          || parameters > MOST_PARAMETER_BYTES
          || parameters > size - at - FIXED_BYTES) {
        throw file.refusal(SECTION, WHAT, "is cut short in contribution " + i);
      }
      contributions.add(contribution(file, section, at, parameters, i));
      at += FIXED_BYTES + parameters;
    }
    if (at != size) {
      throw file.refusal(SECTION, WHAT, "has bytes behind the last contribution");
    }
    return new ContributionLog(bytes(section, 0, 64), contributions);
  }

  private static Contribution contribution(
      Sections file, MemorySegment section, long at, int parameters, int number)
      throws CeremonyFileException {
    long[] deltaAfter = g1(file, section, at, number);
    long[] g1s = g1(file, section, at + 64, number);
    long[] g1sx = g1(file, section, at + 128, number);
    long[] g2spx = Sections.limbs(section, at + 192, G2.WIDTH);
    if (isZero(g2spx) || !G2.isInSubgroup(g2spx)) {
      throw file.refusal(
          SECTION, WHAT, "holds a point in contribution " + number + " that is not of G2");
    }
    byte[] transcript = bytes(section, at + 320, 64);
    int type = section.get(Iden3File.U32, at + 384);
    byte[] bytes = bytes(section, at + FIXED_BYTES, parameters);
    try {
      return parameters(
          bytes,
          type,
          (name, beacon) ->
              new Contribution(deltaAfter, g1s, g1sx, g2spx, transcript, name, beacon));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw file.refusal(
          SECTION,
          WHAT,
          "gives contribution " + number + " a name or a beacon that is not well-formed");
    }
  }

  private interface WithParameters {
    Contribution make(String name, Optional<Beacon> beacon);
  }

  /// The parameters in snarkjs' order: 1 = name, 2 = iterations, 3 = beacon; the last two exactly
  /// if the type is 1.
  private static Contribution parameters(byte[] bytes, int type, WithParameters make)
      throws CharacterCodingException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    String name = "";
    if (buffer.hasRemaining() && buffer.get(0) == 1) {
      buffer.get();
      name =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(counted(buffer))).toString();
    }
    Optional<Beacon> beacon = Optional.empty();
    if (type == 1) {
      require(buffer.remaining() >= 2 && buffer.get() == 2);
      int iterations = buffer.get();
      require(buffer.hasRemaining() && buffer.get() == 3);
      beacon = Optional.of(new Beacon(HexFormat.of().formatHex(counted(buffer)), iterations));
    }
    require((type & ~1) == 0 && !buffer.hasRemaining());
    return make.make(name, beacon);
  }

  private static byte[] counted(ByteBuffer buffer) {
    require(buffer.hasRemaining());
    int length = Byte.toUnsignedInt(buffer.get());
    require(length <= buffer.remaining());
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("malformed parameters");
    }
  }

  private static long[] g1(Sections file, MemorySegment section, long at, int number)
      throws CeremonyFileException {
    long[] point = Sections.limbs(section, at, G1.WIDTH);
    if (isZero(point) || !Group.G1.isOnCurve(point, 0)) {
      throw file.refusal(
          SECTION, WHAT, "holds a point in contribution " + number + " that is not of G1");
    }
    return point;
  }

  private static boolean isZero(long[] point) {
    for (long limb : point) {
      if (limb != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(MemorySegment section, long at, int length) {
    return section.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
  }

  // ------------------------------------------------------------------ writing

  /// The section's bytes.
  byte[] toBytes() {
    int room = 68;
    for (Contribution one : contributions) {
      room += FIXED_BYTES + parameters(one).length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(circuitHash).putInt(contributions.size());
    for (Contribution one : contributions) {
      for (long[] point : List.of(one.deltaAfter(), one.g1s(), one.g1sx(), one.g2spx())) {
        for (long limb : point) {
          buffer.putLong(limb);
        }
      }
      byte[] parameters = parameters(one);
      buffer.put(one.transcript()).putInt(one.beacon().isPresent() ? 1 : 0);
      buffer.putInt(parameters.length).put(parameters);
    }
    return buffer.array();
  }

  private static byte[] parameters(Contribution one) {
    byte[] name = one.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(MOST_PARAMETER_BYTES);
    if (name.length > 0) {
      buffer.put((byte) 1).put((byte) name.length).put(name);
    }
    one.beacon()
        .ifPresent(
            beacon -> {
              byte[] value = beacon.value();
              buffer.put((byte) 2).put((byte) beacon.iterationsLog2());
              buffer.put((byte) 3).put((byte) value.length).put(value);
            });
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  // ------------------------------------------------------------------ checking

  /// The transcript hash of a further contribution with these points.
  byte[] transcript(long[] g1s, long[] g1sx) {
    Blake2bDigest hash = new Blake2bDigest(512);
    hash.update(circuitHash, 0, circuitHash.length);
    contributions.forEach(one -> one.hashInto(hash));
    PointBytes.update(hash, Group.G1, g1s);
    PointBytes.update(hash, Group.G1, g1sx);
    return PointBytes.finish(hash);
  }

  /// \[δ\]₁ after all contributions.
  long[] delta1() {
    return contributions.isEmpty() ? G1.generator() : contributions.getLast().deltaAfter();
  }

  /// Checks that every contribution is bound to those before it, that its maker knew its factor,
  /// and that δ changed by just this factor. Some milliseconds each, and as long as a beacon was
  /// hashed.
  ///
  /// The argument is that of snarkjs' `zkey verify` (Bowe, Gabizon, Miers: ePrint 2017/1050, §3.2):
  /// (s, sx) and (sp, spx) have the same ratio x, where sp is a hash of all that came before and of
  /// (s, sx), so that the maker of spx knew x; and so have the δ before and after.
  ///
  /// @throws CeremonyFileException that names the first contribution for which this is not so
  /// @throws InterruptedException if this thread was interrupted
  void requireSound(Sections file) throws CeremonyFileException, InterruptedException {
    ContributionLog before = initial(circuitHash);
    List<Contribution> seen = new ArrayList<>();
    for (int i = 0; i < contributions.size(); i++) {
      Contribution one = contributions.get(i);
      String reason = flaw(before, one);
      if (!reason.isEmpty()) {
        throw file.refusal(SECTION, WHAT, "fails at contribution " + (i + 1) + ": " + reason);
      }
      seen.add(one);
      before = new ContributionLog(circuitHash, seen);
    }
  }

  private static String flaw(ContributionLog before, Contribution one) throws InterruptedException {
    if (!java.util.Arrays.equals(before.transcript(one.g1s(), one.g1sx()), one.transcript())) {
      return "its transcript hash does not belong to the contributions before it";
    }
    long[] g2sp = SnarkjsRandom.hashToG2(one.transcript());
    if (!sameRatio(one.g1s(), one.g1sx(), g2sp, one.g2spx())) {
      return "its maker did not prove to know their factor";
    }
    if (!sameRatio(before.delta1(), one.deltaAfter(), g2sp, one.g2spx())) {
      return "delta did not change by the proven factor";
    }
    if (one.beacon().isPresent()) {
      try (SnarkjsRandom random = new SnarkjsRandom(one.beacon().get().seed())) {
        long[] factor = random.scalar();
        long[] g1s = random.g1();
        if (!java.util.Arrays.equals(g1s, one.g1s())
            || !java.util.Arrays.equals(Group.G1.multiply(g1s, factor), one.g1sx())) {
          return "its factor does not come from its beacon";
        }
      }
    }
    return "";
  }

  /// Whether b/a in G1 is d/c in G2: e(a, d) = e(b, c). No point is infinity.
  static boolean sameRatio(long[] a, long[] b, long[] c, long[] d) {
    return Pairing.productIsOne(List.of(a, Group.G1.negate(b)), List.of(d, c));
  }
}
