#!/bin/sh
# /opt/urna/bin/urna. The JVM takes the encoding of arguments and of files' names from the locale, and from nothing else.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
  LC_ALL=C.UTF-8
  export LC_ALL
fi
# A crash leaves no copy of memory behind.
ulimit -c 0
bin=$(dirname "$(readlink -f "$0")")
case "${1:-kiosk}" in
  kiosk | demo)
    . "$bin/../lib/app/keep-running.sh"
    fits_a_kiosk_circuits=$bin/../lib/app/circuits
    if fits_a_kiosk "$@"; then
      keep_running "$bin/urna-kiosk" "$@"
    else
      keep_running "$bin/urna-office" "$@"
    fi
    ;;
  *) exec "$bin/urna-office" "$@" ;;
esac
