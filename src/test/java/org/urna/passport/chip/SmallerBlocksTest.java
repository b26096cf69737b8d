package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.passport.ReadFailures.assertFailure;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.hardware.HardwareProfiles;
import org.urna.passport.ApduObserver;
import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.pcsc.PcscPassportReader;
import org.urna.passport.pcsc.PcscReaders;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.card.SecurityInfos;
import org.urna.practice.specimen.SpecimenPassport;

/// Chips that die in the middle of a file until they are asked for less.
class SmallerBlocksTest {

  private static final List<Integer> LADDER = List.of(960, 448, 223, 160, 112);

  private final InProcessReader slot = new InProcessReader("in process");
  private final SpecimenPassport passport = LIBRARY.citizens().getFirst();

  @ParameterizedTest
  @ValueSource(ints = {448, 223, 160, 112})
  void readsAChipThatDiesAtLargerBlocks(int survives) throws Exception {
    // A chip that leaves the field, and one that answers in the clear.
    for (String death : List.of("", "6F00")) {
      slot.lay(passport.chip(dyingAbove(survives, death)));
      JmrtdPassportReader reader = reader(slot, true, LADDER);
      int opened = 0;
      byte[] securityObject = new byte[0];
      do {
        opened++;
        try (ChipSession session = reader.open(passport.accessKey())) {
          securityObject = session.readSecurityObject();
        } catch (PassportReadException e) {
          assertThat(e.failure())
              .isIn(PassportReadFailure.LOST_CONTACT, PassportReadFailure.PROTOCOL_ERROR);
        }
      } while (reader.canTrySmallerBlocks());
      assertThat(securityObject).isEqualTo(passport.securityObject());
      assertThat(opened).isEqualTo(1 + LADDER.indexOf(survives));
    }
  }

  @Test
  void theNextPassportStartsAtTheTopAgain() throws Exception {
    JmrtdPassportReader reader = reader(slot, true, LADDER);
    slot.lay(passport.chip(dyingAbove(448, "")));
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertFailure(session::readSecurityObject, PassportReadFailure.LOST_CONTACT);
    }
    assertThat(reader.canTrySmallerBlocks()).isTrue();
    assertThat(commandsFor(reader)).isEqualTo(4 + 4);
    assertThat(reader.canTrySmallerBlocks()).isFalse();
    slot.lay(passport.chip());
    assertThat(commandsFor(reader)).isEqualTo(4 + 2);
  }

  @Test
  void gaveUpWhenTheSmallestBlockDies() throws Exception {
    JmrtdPassportReader reader = reader(slot, true, List.of(448, 112));
    for (boolean more : List.of(true, false)) {
      slot.lay(passport.chip(dyingAbove(16, "")));
      try (ChipSession session = reader.open(passport.accessKey())) {
        assertFailure(session::readSecurityObject, PassportReadFailure.LOST_CONTACT);
      }
      assertThat(reader.canTrySmallerBlocks()).isEqualTo(more);
    }
  }

  @Test
  void otherFailuresAreNotBlamedOnTheBlock() throws Exception {
    JmrtdPassportReader reader = reader(slot, true, LADDER);
    // Taken away before anything was read.
    slot.lay(passport.chip((index, command, chip) -> gone(index == 2, command, chip)));
    assertFailure(() -> reader.open(passport.accessKey()), PassportReadFailure.LOST_CONTACT);
    assertThat(reader.canTrySmallerBlocks()).isFalse();
    // A file that is not there.
    slot.lay(passport.chip());
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertFailure(() -> session.readDataGroup(15), PassportReadFailure.FILE_MISSING);
    }
    assertThat(reader.canTrySmallerBlocks()).isFalse();
    // A clone.
    slot.lay(LIBRARY.cloned().chip());
    try (ChipSession session = reader.open(LIBRARY.cloned().accessKey())) {
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      assertFailure(() -> session.readDataGroup(1), PassportReadFailure.CLONE_SUSPECTED);
    }
    assertThat(reader.canTrySmallerBlocks()).isFalse();
    // Taken away after Chip Authentication.
    slot.lay(passport.chip((index, command, chip) -> gone(index == 6, command, chip)));
    try (ChipSession session = reader.open(passport.accessKey())) {
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      assertFailure(() -> session.readDataGroup(1), PassportReadFailure.LOST_CONTACT);
    }
    assertThat(reader.canTrySmallerBlocks()).isFalse();
  }

  /// Whoever asks in a loop would never come out of it.
  @Test
  void anOpeningThatIsRefusedBeforeTheChipIsTouchedEndsTheOffer() throws Exception {
    JmrtdPassportReader reader = reader(slot, true, LADDER);
    MrzKey wrong = new MrzKey("000000000", "900101", "330429");
    slot.lay(passport.chip());
    for (int i = 0; i < 2; i++) {
      assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_REFUSED);
    }
    slot.lay(passport.chip(dyingAbove(448, "")));
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertFailure(session::readSecurityObject, PassportReadFailure.LOST_CONTACT);
    }
    assertThat(reader.canTrySmallerBlocks()).isTrue();
    assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_BLOCKED);
    assertThat(reader.canTrySmallerBlocks()).isFalse();
  }

  /// The reader was pulled out of its socket while it read, or the card lay there no longer.
  @Test
  void anOpeningWithoutAReaderEndsTheOffer() throws Exception {
    ReaderMemory memory = new ReaderMemory(new SecureRandom(), System::nanoTime);
    memory.blockSizes("a reader", true, LADDER).diedAt(960);
    assertThat(memory.canTrySmallerBlocks()).isTrue();
    PcscPassportReader reader =
        new PcscPassportReader(
            new PcscReaders(new HardwareProfiles(List.of()), false),
            new ReadingTerms(ReadLimits.KIOSK, new SecureRandom(), ApduObserver.none()),
            memory);
    assertThatThrownBy(() -> reader.open(passport.accessKey()))
        .isInstanceOf(PassportReadException.class);
    assertThat(reader.canTrySmallerBlocks()).isFalse();
  }

  @Test
  void aDeadSessionIsBlamedOnce() throws Exception {
    JmrtdPassportReader reader = reader(slot, true, LADDER);
    slot.lay(passport.chip(dyingAbove(448, "")));
    try (ChipSession session = reader.open(passport.accessKey())) {
      for (int i = 0; i < 5; i++) {
        assertFailure(session::readSecurityObject, PassportReadFailure.LOST_CONTACT);
      }
    }
    assertThat(commandsFor(reader)).isEqualTo(4 + 4);
  }

  @Test
  void sendsShortCommandsToAChipThatDeniesExtendedLength() throws Exception {
    slot.lay(passport.chip());
    List<Integer> lengths = new ArrayList<>();
    CardSlot denying = new DenyingSlot(slot, lengths);
    JmrtdPassportReader reader = reader(denying, true, List.of(7_900));
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertThat(session.readSecurityObject()).isEqualTo(passport.securityObject());
    }
    assertThat(lengths).isNotEmpty().allMatch(length -> length <= 258);
  }

  private int commandsFor(JmrtdPassportReader reader) throws Exception {
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertThat(session.readSecurityObject()).isEqualTo(passport.securityObject());
      return session.facts().commands();
    }
  }

  /// Answers so, and is gone if that is empty, once it is asked for a response of more than `block`
  /// bytes.
  private CommandInterceptor dyingAbove(int block, String death) {
    return (index, command, chip) -> {
      byte[] answer = chip.answer(command);
      // The data objects and padding around a block, and what comes before secure messaging.
      boolean isTooLong = index > 3 && answer.length > block + 16 + 4 + 2 + 14;
      if (!isTooLong) {
        return Optional.of(answer);
      }
      return death.isEmpty() ? Optional.empty() : Optional.of(HexFormat.of().parseHex(death));
    };
  }

  private static Optional<byte[]> gone(boolean now, byte[] command, CommandInterceptor.Chip chip) {
    return now ? Optional.empty() : Optional.of(chip.answer(command));
  }

  private static JmrtdPassportReader reader(CardSlot slot, boolean extended, List<Integer> sizes) {
    SecureRandom random = new SecureRandom();
    return new JmrtdPassportReader(
        slot,
        new BlockSizes(extended, sizes),
        new ReadingTerms(ReadLimits.KIOSK, random, ApduObserver.none()),
        new ReaderMemory(random, System::nanoTime),
        System::nanoTime);
  }

  /// A card whose historical bytes say that it takes short APDUs only.
  private record DenyingSlot(CardSlot inner, List<Integer> lengths) implements CardSlot {
    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public CardConnection connect() throws PassportReadException {
      CardConnection connection = inner.connect();
      return new CardConnection() {
        @Override
        public byte[] transmit(byte[] command) throws PassportReadException {
          byte[] response = connection.transmit(command);
          lengths.add(response.length);
          assertThat(command.length).isLessThanOrEqualTo(261);
          return response;
        }

        @Override
        public byte[] answerToReset() {
          return HexFormat.of().parseHex("3B8580018073C821000A");
        }

        @Override
        public void close() {
          connection.close();
        }
      };
    }
  }
}
