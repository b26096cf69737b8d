package org.urna.rehearsal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Localized;
import org.urna.passport.mrz.CheckDigit;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.passport.mrz.MrzFormatException;
import org.urna.passport.scan.MrzScan;
import org.urna.practice.card.ChipReply;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.card.ChipStep;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.mishap.MishapScript;
import org.urna.practice.specimen.NamedSpecimen;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.ui.PracticeDesk;

/// The tray of a practice kiosk: specimens to lay down with a touch or to show to the scanner, and
/// mishaps to rehearse.
///
/// A mishap befalls the passports that are laid down while it is on.
public final class SpecimenTray implements PracticeDesk {
  private static final Logger LOG = LoggerFactory.getLogger(SpecimenTray.class);
  private static final int DATA_GROUP_1 = 0x0101;
  private static final int NUMBER_LENGTH = 9;

  private final SpecimenLibrary library;
  private final InProcessReader reader;
  private final Consumer<MrzScan> scanner;
  private final Consumer<Boolean> network;
  private final List<Laid> ready = new CopyOnWriteArrayList<>();
  private final Set<Rehearsal> on = Collections.synchronizedSet(EnumSet.noneOf(Rehearsal.class));
  private volatile @Nullable SpecimenPassport lying;

  private record Laid(Item item, SpecimenPassport passport) {}

  /// A specimen of [SpecimenLibrary#all] and what a volunteer calls it.
  private record Offered(String id, String russian, String english) {}

  private static final List<Offered> OFFERED =
      List.of(
          new Offered("second-passport", "Второй паспорт гражданина 1", "Citizen 1, 2nd passport"),
          new Offered("long-names", "Очень длинное имя", "Very long name"),
          new Offered("short-number", "Короткий номер", "Short number"),
          new Offered("short-only", "Старый медленный чип", "Old, slow chip"),
          new Offered("pace-can", "Новый чип (PACE)", "Newer chip (PACE)"),
          new Offered("pace-only", "Чип только с PACE", "Chip with PACE only"),
          new Offered("rsa-aa", "Чип с двумя проверками", "Chip with two checks"),
          new Offered("aa-only", "Чип с проверкой подписью", "Chip that proves by signing"),
          new Offered("minor", "17 лет", "Aged 17"),
          new Offered("foreigner", "Гражданин Утопии", "Citizen of Utopia"),
          new Offered("other-nationality", "Документ негражданина", "A non-citizen's document"),
          new Offered("expired", "Срок истёк вчера", "Expired yesterday"),
          new Offered("clone", "Копия чипа", "Cloned chip"),
          new Offered("clone-aa", "Копия чипа, другой вид", "Cloned chip, another kind"),
          new Offered("clonable", "Чип без защиты от копий", "No copy protection"),
          new Offered("forged", "Данные подделаны", "Forged data"),
          new Offered("forged-signer", "Подпись подделана", "Forged signature"),
          new Offered("unknown-issuer", "Подпись неизвестна", "Signer unknown"),
          new Offered("expired-signer", "Ключ подписи истёк", "Signer's key expired"));

  /// @param scanner takes each page that is shown; it belongs to the taker, who closes it
  /// @param network whether there is one; called at each change
  public SpecimenTray(
      SpecimenLibrary library,
      InProcessReader reader,
      Consumer<MrzScan> scanner,
      Consumer<Boolean> network) {
    this.library = library;
    this.reader = reader;
    this.scanner = scanner;
    this.network = network;
    for (int i = 0; i < library.citizens().size(); i++) {
      add(
          new Offered("citizen-" + (i + 1), "Гражданин " + (i + 1), "Citizen " + (i + 1)),
          library.citizens().get(i));
    }
  }

  /// Makes the rarer specimens, which takes seconds; they appear in the tray one after another.
  void fill() {
    for (Offered offered : OFFERED) {
      library.all().stream()
          .filter(specimen -> specimen.id().equals(offered.id()))
          .map(NamedSpecimen::passport)
          .forEach(passport -> add(offered, passport));
    }
  }

  /// [#fill] on a thread of its own.
  public SpecimenTray filling() {
    Thread.ofPlatform().name("specimens").daemon().start(this::fill);
    return this;
  }

  private void add(Offered offered, SpecimenPassport passport) {
    Localized printed = bilingual(printed(passport), printed(passport));
    ready.add(
        new Laid(
            new Item(
                offered.id(),
                bilingual(offered.russian(), offered.english()),
                Optional.of(printed)),
            passport));
  }

  private static Localized bilingual(String russian, String english) {
    return Localized.of(Map.of("ru", russian, "en", english));
  }

  /// What is printed on the data page, so that it can be typed: each group with its check digit.
  private static String printed(SpecimenPassport passport) {
    SpecimenHolder holder = passport.holder();
    List<String> groups = new ArrayList<>();
    String number =
        holder.documentNumber() + "<".repeat(NUMBER_LENGTH - holder.documentNumber().length());
    for (String field : List.of(number, holder.birthDateInZone(), holder.expiryDateInZone())) {
      groups.add(field + CheckDigit.of(field));
    }
    return String.join("  ", groups);
  }

  @Override
  public List<Item> specimens() {
    return ready.stream().map(Laid::item).toList();
  }

  @Override
  public void lay(String id) {
    ready.stream()
        .filter(laid -> laid.item().id().equals(id))
        .findFirst()
        .ifPresent(
            laid -> {
              reader.lay(chip(laid.passport()));
              lying = laid.passport();
            });
  }

  private ChipSimulator chip(SpecimenPassport passport) {
    List<Rehearsal> now;
    synchronized (on) {
      now = List.copyOf(on);
    }
    MishapScript script = Rehearsal.script(now);
    return passport.chip(now.contains(Rehearsal.LIFTED) ? new Lifting(script) : script);
  }

  @Override
  public void lift() {
    lying = null;
    reader.remove();
  }

  @Override
  public void scan() {
    SpecimenPassport shown = lying;
    if (shown == null) {
      return;
    }
    try {
      scanner.accept(
          new MrzScan.Read(MachineReadableZone.parse(shown.holder().machineReadableZone())));
    } catch (MrzFormatException e) {
      LOG.error("a specimen's page has no zone", e);
    }
  }

  @Override
  public List<Item> mishaps() {
    return Arrays.stream(Rehearsal.values())
        .map(
            rehearsal ->
                new Item(rehearsal.id(), rehearsal.label(), Optional.of(rehearsal.advice())))
        .toList();
  }

  @Override
  public boolean isOn(String id) {
    return Rehearsal.of(id).filter(on::contains).isPresent();
  }

  @Override
  public void rehearse(String id) {
    Rehearsal.of(id)
        .ifPresent(
            rehearsal -> {
              boolean begins = !on.remove(rehearsal) && on.add(rehearsal);
              switch (rehearsal) {
                case NETWORK -> network.accept(!begins);
                case UNPLUGGED -> reader.plug(!begins);
                case LIFTED, WRONG_KEY, SLOW, PAUSES, SILENT -> {
                  // Waits for the next passport.
                }
              }
            });
  }

  /// Takes the card away as soon as data group 1 is read, once: laid down again it stays.
  private final class Lifting implements CommandInterceptor {
    private final MishapScript rest;
    private final AtomicBoolean lifted = new AtomicBoolean();

    Lifting(MishapScript rest) {
      this.rest = rest;
    }

    @Override
    public Optional<byte[]> exchange(int index, byte[] command, Chip chip) {
      Optional<byte[]> response = rest.exchange(index, command, chip);
      if (lifted.get()) {
        on.remove(Rehearsal.LIFTED);
        reader.remove();
        return Optional.empty();
      }
      return response;
    }

    @Override
    public ChipReply reply(ChipStep step, ChipReply reply) {
      if (step.kind() == ChipStep.Kind.READ && step.file() == DATA_GROUP_1) {
        lifted.set(true);
      }
      return rest.reply(step, reply);
    }

    @Override
    public byte[] content(int file, byte[] content) {
      return rest.content(file, content);
    }

    @Override
    public void powered() {
      rest.powered();
    }

    @Override
    public void removed() {
      rest.removed();
    }
  }
}
