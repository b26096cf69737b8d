package org.urna.practice.card;

import java.util.HashMap;
import java.util.Map;

/// Names the commands that a chip executes, and counts the blocks of each file.
final class ChipSteps {

  private final Map<Integer, Integer> blocks = new HashMap<>();

  void reset() {
    blocks.clear();
  }

  /// The step that `command` is, before it is executed.
  ChipStep next(CardCommand command, CardReading reading, CardPace pace, boolean isSecured) {
    return switch (command.ins()) {
      case 0xA4 ->
          command.p1() == 0x04
              ? ChipStep.of(ChipStep.Kind.SELECT_APPLICATION)
              : ChipStep.select(
                  command.data().length == 2 ? CardReading.uint16(command.data()) : 0);
      case 0xB0, 0xB1 -> {
        int file = reading.fileOf(command);
        yield ChipStep.read(file, blocks.merge(file, 1, Integer::sum) - 1);
      }
      case 0x84 -> ChipStep.of(ChipStep.Kind.GET_CHALLENGE);
      case 0x82 -> ChipStep.of(ChipStep.Kind.EXTERNAL_AUTHENTICATE);
      case 0x22 ->
          command.p1() == 0xC1
              ? ChipStep.pace(0)
              : ChipStep.of(ChipStep.Kind.MANAGE_SECURITY_ENVIRONMENT);
      case 0x86 ->
          isSecured
              ? ChipStep.of(ChipStep.Kind.GENERAL_AUTHENTICATE)
              : ChipStep.pace(pace.nextStep());
      case 0x88 -> ChipStep.of(ChipStep.Kind.INTERNAL_AUTHENTICATE);
      default -> ChipStep.of(ChipStep.Kind.UNKNOWN);
    };
  }
}
