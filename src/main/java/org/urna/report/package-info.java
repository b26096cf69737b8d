/// What a station puts on paper and into files: batch receipts, zero and closing reports, the
/// voter's receipt, as PDF, JSON and CSV. Numbers and codes only; the voter's receipt has no name,
/// no choice and no time, in its metadata neither.
///
/// It may know `flow` (reports and receipts as values), `upload` (batch receipts), `election`,
/// PDFBox and zxing.
@NullMarked
package org.urna.report;

import org.jspecify.annotations.NullMarked;
