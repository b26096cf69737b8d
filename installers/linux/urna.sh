#!/bin/sh
# /opt/urna/bin/urna. The JVM takes the encoding of arguments and of files' names from the locale, and from nothing else.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
  LC_ALL=C.UTF-8
  export LC_ALL
fi
exec "$(dirname "$(readlink -f "$0")")/urna-kiosk" "$@"
