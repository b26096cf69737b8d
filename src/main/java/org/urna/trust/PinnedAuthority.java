package org.urna.trust;

/// A country signing authority that an election pins.
///
/// @param state three characters as in passports, padded with `<`; from the pinned entry, never
///   from a certificate's text
public record PinnedAuthority(String state, SignerKey key) {}
