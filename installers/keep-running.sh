# Read by ./urna and by the installed program.
#
# fits_a_kiosk ARGUMENTS… says whether the bounds of memory in kiosk.options are enough for what will be done: not for making
# practice keys, which a kiosk does when it first practises, and not for the demo without a screen, which is two kiosks, a
# chain and a count in one process. fits_a_kiosk_circuits is the folder of keys.
#
# keep_running COMMAND… starts a kiosk again after an end that its operator did
# not ask for, and ends as the command did otherwise. A systemd unit would do the same; until there is one, this does.
#
# 3 is what the JVM ends with when memory is used up, and org.urna.flow.FatalFaults; above 128 the process was killed or
# crashed. 130 and 143 are a person's Ctrl-C and kill. A command that ends within a minute is not started again: it would end
# again, and 3 is also what a refused command ends with.
fits_a_kiosk() {
  case " $* " in *" --headless "*) return 1 ;; esac
  for folder in "$fits_a_kiosk_circuits" "${URNA_CACHE:-$HOME/.cache/urna}/installed"; do
    for ceremony in "$folder"/*.ceremony.json; do
      if [ -e "$ceremony" ]; then return 0; fi
    done
    # The practice election's largest two; what is missing beside them is small.
    if [ -e "$folder/enrolment-p256-sha1-chain.zkey" ] && [ -e "$folder/enrolment-rsa2048-sha256.zkey" ]; then
      return 0
    fi
  done
  return 1
}

keep_running() {
  # Threads of the C library's own allocations share two pools: each further one keeps what it was once given.
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
  while :; do
    keep_running_since=$(date +%s)
    # What runs in the background would else read from nowhere; dash has done so before it sees "<&0".
    exec 3<&0
    "$@" <&3 3<&- &
    keep_running_child=$!
    exec 3<&-
    trap 'kill -TERM "$keep_running_child" 2>/dev/null' TERM INT HUP
    wait "$keep_running_child" && keep_running_status=0 || keep_running_status=$?
    # A signal to this script ended the wait, not the command.
    if kill -0 "$keep_running_child" 2>/dev/null; then
      wait "$keep_running_child" || true
      trap - TERM INT HUP
      return "$keep_running_status"
    fi
    trap - TERM INT HUP
    case "$keep_running_status" in
      130 | 143) return "$keep_running_status" ;;
      3 | 129 | 13[1-9] | 14[0-9]) ;;
      *) return "$keep_running_status" ;;
    esac
    if [ $(($(date +%s) - keep_running_since)) -lt "${URNA_RESTART_AFTER:-60}" ]; then
      return "$keep_running_status"
    fi
    echo "urna: the kiosk ended with $keep_running_status and starts again; polls that were open are paused" >&2
  done
}
