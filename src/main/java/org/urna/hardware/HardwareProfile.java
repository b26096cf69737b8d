package org.urna.hardware;

import java.util.List;
import java.util.regex.Pattern;

/// What Urna knows of one reader model: how its driver spells it, which of its slots takes
/// passports, and how much it carries. One TOML file in `hardware-profiles/` each;
/// [HardwareProfileFile] reads them.
///
/// @param id the file's name without `.toml`
/// @param name maker and model, for people
/// @param source where the values are from
/// @param usb vendor and product numbers, four hexadecimal digits each
/// @param namePattern found in the PC/SC name of every slot of this model
/// @param slotPattern found in the PC/SC name of the slot that takes passports
/// @param maxCcidMessage `dwMaxCCIDMessageLength` of the reader, bytes
/// @param blockSizes bytes of a file to ask for at most at once, descending: the first is used, the
///   next after a read died
/// @param connectProtocol `T=1`, or `*` where the driver should choose
/// @param quirks sentences for whoever sets the reader up
/// @param kernelBlacklist kernel modules that take the reader away from pcscd
/// @param testedWith passports, date and driver of our own test; empty unless status is tested
public record HardwareProfile(
    String id,
    String name,
    Kind kind,
    Status status,
    String source,
    List<UsbId> usb,
    Pattern namePattern,
    Pattern slotPattern,
    Exchange exchange,
    int maxCcidMessage,
    List<Integer> blockSizes,
    String connectProtocol,
    List<String> quirks,
    List<String> kernelBlacklist,
    String testedWith)
    implements DeviceProfile {

  /// CCID header, APDU lengths, and the most that secure messaging adds.
  private static final int CCID_OVERHEAD = 10 + 2 + 35;

  private static final List<Integer> SHORT_BLOCKS =
      List.of(CardExchange.LARGEST_SHORT_BLOCK, 160, 112);

  /// For a reader without a profile: what every reader can do.
  public static final HardwareProfile UNKNOWN =
      new HardwareProfile(
          "unknown",
          "a reader without a profile",
          Kind.PCSC,
          Status.UNKNOWN,
          "the least that ISO/IEC 7816-4 asks of every reader",
          List.of(),
          Pattern.compile(""),
          Pattern.compile("^(?!.*SAM)", Pattern.CASE_INSENSITIVE),
          Exchange.SHORT,
          271,
          SHORT_BLOCKS,
          "*",
          List.of(),
          List.of(),
          "");

  public HardwareProfile {
    usb = List.copyOf(usb);
    blockSizes = List.copyOf(blockSizes);
    quirks = List.copyOf(quirks);
    kernelBlacklist = List.copyOf(kernelBlacklist);
    if (blockSizes.isEmpty()) {
      throw new IllegalArgumentException("block-sizes is empty");
    }
    for (int i = 1; i < blockSizes.size(); i++) {
      if (blockSizes.get(i) >= blockSizes.get(i - 1)) {
        throw new IllegalArgumentException("block-sizes must descend");
      }
    }
    if (blockSizes.getLast() < CardExchange.SMALLEST_BLOCK) {
      throw new IllegalArgumentException("block-sizes are too small");
    }
    boolean extended = exchange == Exchange.EXTENDED;
    int largest = new CardExchange(extended, blockSizes.getFirst()).blockSize();
    if (extended && largest > maxCcidMessage - CCID_OVERHEAD) {
      throw new IllegalArgumentException("block-sizes do not fit into max-ccid-message");
    }
    DeviceProfile.requireEvidence(status, testedWith);
  }

  /// What the reader carries in one exchange.
  public CardExchange cardExchange() {
    return new CardExchange(exchange == Exchange.EXTENDED, blockSizes.getFirst());
  }

  /// The slot named `pcscName` belongs to this model.
  public boolean matches(String pcscName) {
    return namePattern.matcher(pcscName).find();
  }

  /// The slot named `pcscName` is the one of this model that takes passports.
  public boolean takesPassports(String pcscName) {
    return slotPattern.matcher(pcscName).find();
  }

  /// What sort of device it is.
  public enum Kind {
    /// A contactless reader.
    PCSC,
    /// A page scanner whose chip reader is also a plain PC/SC reader.
    FULL_PAGE,
    /// Debian's vsmartcard-vpcd; practice only.
    VIRTUAL
  }

  /// APDU lengths that pass.
  public enum Exchange {
    SHORT,
    EXTENDED
  }
}
