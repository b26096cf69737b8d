package org.urna.report;

/// The top of every station paper.
final class Headings {
  private Headings() {}

  static void put(Paper paper, ReportTexts texts, Heading heading, String what) {
    if (heading.practice()) {
      paper.strong(texts.both("report.practice"), 16).gap(4);
    }
    paper.strong(what, 18).gap(4);
    heading.title().byLanguage().values().stream()
        .distinct()
        .forEach(title -> paper.text(title, 12));
    paper.line(texts.both("report.code"), heading.shortCode(), 12).gap(10);
  }
}
