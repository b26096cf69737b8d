package org.urna.rehearsal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.urna.election.Localized;
import org.urna.practice.mishap.MishapScript;

/// What can go wrong at a practice kiosk, on purpose. Each says what to do, so that a volunteer can
/// rehearse alone.
enum Rehearsal {
  LIFTED(
      "Паспорт подняли во время чтения",
      "Passport lifted while it is read",
      "Положите паспорт: он исчезнет посреди чтения. Положите его снова, и чтение продолжится.",
      "Lay a passport: it goes away in the middle. Lay it again, and reading goes on.",
      ""),
  WRONG_KEY(
      "Номера не подходят",
      "Numbers do not fit",
      "Положите паспорт, введите его группы или сканируйте. Чип откажет; после второго раза — P03.",
      "Lay a passport and type its groups, or scan. The chip refuses them; the second time is P03.",
      """
      every external-authenticate status 6300
      at pace 4 status 6300
      """),
  SLOW(
      "Чип отвечает медленно",
      "Chip answers slowly",
      "Как после неверных номеров: через 3 секунды экран скажет, что чип медлит.",
      "As after wrong numbers: after 3 seconds the screen says that the chip answers slowly.",
      """
      every external-authenticate late 7000
      at pace 4 late 7000
      """),
  PAUSES(
      "Чип просит паузу",
      "Chip asks for a pause",
      "Как после многих неверных номеров: P14. Уберите паспорт на минуту.",
      "As after many wrong numbers: P14. Take the passport off for a minute.",
      """
      every external-authenticate status 6983
      at pace 4 status 6983
      """),
  SILENT(
      "Чип молчит",
      "Chip is silent",
      "Чип не отвечает: через 5 секунд — P04.",
      "The chip does not answer: P04 after 5 seconds.",
      """
      every get-challenge silent
      at pace 1 silent
      """),
  UNPLUGGED(
      "Считыватель отключён",
      "Reader unplugged",
      "Начните сеанс: P09. Коснитесь ещё раз, чтобы подключить.",
      "Begin a session: P09. Touch again to plug it in.",
      ""),
  NETWORK(
      "Нет сети",
      "Network down",
      "Попробуйте передать пакеты после закрытия дня.",
      "Try to send the batches after closing the day.",
      "");

  private final Localized label;
  private final Localized advice;
  private final String script;

  Rehearsal(
      String russian, String english, String russianAdvice, String englishAdvice, String script) {
    this.label = Localized.of(Map.of("ru", russian, "en", english));
    this.advice = Localized.of(Map.of("ru", russianAdvice, "en", englishAdvice));
    this.script = script;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Localized label() {
    return label;
  }

  /// What to do, and what will be seen.
  Localized advice() {
    return advice;
  }

  static Optional<Rehearsal> of(String id) {
    return Arrays.stream(values()).filter(rehearsal -> rehearsal.id().equals(id)).findFirst();
  }

  /// What befalls a chip that is laid down while these are on.
  static MishapScript script(Collection<Rehearsal> on) {
    return MishapScript.parse(
        on.stream().map(rehearsal -> rehearsal.script).collect(Collectors.joining("\n")));
  }
}
