/// The folder in which organisers keep and review the certificates of states: master lists (ICAO
/// Doc 9303-12), LDIF of the ICAO PKD, single certificates, links, the difference between two
/// elections and the report per state. No kiosk needs it: what was reviewed goes into the manifest,
/// and [org.urna.trust] reads it there.
@NullMarked
package org.urna.trust.lists;

import org.jspecify.annotations.NullMarked;
