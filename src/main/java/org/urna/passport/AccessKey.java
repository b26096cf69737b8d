package org.urna.passport;

/// What a person shows of the printed document to be let in to its chip (ICAO 9303-11 §4): the data
/// of the machine readable zone, or the number printed on the front.
public sealed interface AccessKey permits MrzKey, CardAccessNumber {}
