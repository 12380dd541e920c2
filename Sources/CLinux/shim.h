// Linux as Swift sees it: prctl(2) and syscall(2) are variadic, which Swift cannot import. pidfd_open(2) has a wrapper in glibc
// from 2.36 on only, and shows posix_spawn_file_actions_addclosefrom_np(3), of 2.34, O_PATH of open(2) and struct ucred of unix(7)
// only with _GNU_SOURCE.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static inline int sshalertd_set_dumpable(int is_dumpable) { return prctl(PR_SET_DUMPABLE, is_dumpable, 0, 0, 0); }

static inline int sshalertd_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

// A descriptor that only names a file: nothing of what opening may do to a device or a FIFO happens.
static inline int sshalertd_open_path(const char *path) { return open(path, __O_PATH | O_CLOEXEC); }

// Who connected to a unix socket; -1 with ENOTSOCK where it is none.
static inline int sshalertd_peer_uid(int socket, uid_t *uid) {
  struct { pid_t pid; uid_t uid; gid_t gid; } peer = {0, (uid_t)-1, (gid_t)-1};
  socklen_t size = sizeof peer;
  int result = getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size);
  *uid = peer.uid;
  return result;
}
