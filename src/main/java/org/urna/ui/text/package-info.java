/// The words of every screen, per language, from UTF-8 property files with dotted keys. A further
/// language is one more file. It may know `flow.Language` and nothing else of ours.
@NullMarked
package org.urna.ui.text;

import org.jspecify.annotations.NullMarked;
