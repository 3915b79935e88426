# Python has its standard library, and with it the outside world. What the outside has no say in is how Python was
# started: it takes nothing from the environment, the user's own packages, the current folder or the command line.
import check
import signal
import sys

flags = sys.flags
check.show(flags.isolated, flags.ignore_environment, flags.no_user_site, sys.path.count(""))
# Ctrl-C belongs to the host.
check.show(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
