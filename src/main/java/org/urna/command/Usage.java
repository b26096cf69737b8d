package org.urna.command;

import java.net.URI;
import java.util.Locale;
import org.urna.election.Address;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// Arguments that cannot be meant.
final class Usage {
  private Usage() {}

  /// For values and pairs of options that picocli cannot judge.
  ///
  /// @param group the command group whose subcommand runs
  static ParameterException wrong(CommandSpec group, String message) {
    CommandLine.ParseResult parsed = group.commandLine().getParseResult();
    return new ParameterException(
        parsed != null && parsed.hasSubcommand()
            ? parsed.subcommand().commandSpec().commandLine()
            : group.commandLine(),
        message);
  }

  /// Has arguments of our types read, and refused, before a command begins.
  static void converters(CommandLine root) {
    root.registerConverter(Address.class, Usage::address);
    root.registerConverter(URI.class, Usage::endpoint);
  }

  private static Address address(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("is no address: " + e.getMessage());
    }
  }

  /// A node is asked over HTTP; a slip is found here and not after minutes of trying.
  private static URI endpoint(String text) {
    try {
      URI uri = URI.create(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below: the parser's words help nobody.
    }
    throw new TypeConversionException("is no address of a node, as http://127.0.0.1:8545");
  }
}
