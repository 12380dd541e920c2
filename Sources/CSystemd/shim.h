// libsystemd as Swift sees it: sd-journal(3), sd-bus(3), sd-login(3), sd_notify(3), sd_watchdog_enabled(3), sd-id128(3).
#pragma once

#include <systemd/sd-bus.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>
#include <systemd/sd-login.h>
