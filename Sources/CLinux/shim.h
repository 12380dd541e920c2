// Linux as Swift sees it: prctl(2) and syscall(2) are variadic, which Swift cannot import. pidfd_open(2) has a wrapper in glibc
// from 2.36 on only, and shows posix_spawn_file_actions_addclosefrom_np(3), of 2.34, only with _GNU_SOURCE.
#pragma once

#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static inline int sshalertd_set_dumpable(int is_dumpable) { return prctl(PR_SET_DUMPABLE, is_dumpable, 0, 0, 0); }

static inline int sshalertd_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
