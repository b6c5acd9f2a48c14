// A library that is loaded before a program (LD_PRELOAD) and stands between it and the disk. C, compiled by the test.

/**
 * HOLDPOINT_FAULT is `<kind>:<n>`; only what lies under HOLDPOINT_FAULT_UNDER counts.
 * `fail-sync`: the n-th fsync or fdatasync fails with EIO, once. `kill`: the process is killed just before its n-th call
 * that changes something. `tear`: the same, but a write is first half done.
 */
export const shimSource = String.raw`
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NONE, FAIL_SYNC, KILL, TEAR };
static int kind = NONE;
static long wanted;
static atomic_long seen;
static const char *under;

__attribute__((constructor)) static void begin(void) {
  const char *fault = getenv("HOLDPOINT_FAULT");
  const char *colon = fault ? strchr(fault, ':') : NULL;
  under = getenv("HOLDPOINT_FAULT_UNDER");
  if (!colon || !under) return;
  wanted = atol(colon + 1);
  if (!strncmp(fault, "fail-sync:", 10)) kind = FAIL_SYNC;
  if (!strncmp(fault, "kill:", 5)) kind = KILL;
  if (!strncmp(fault, "tear:", 5)) kind = TEAR;
}

static int ours(const char *path) { return kind != NONE && !strncmp(path, under, strlen(under)); }

static int ours_open(int fd) {
  char link[64], path[4096];
  if (kind == NONE) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return ours(path);
}

static int is_turn(void) { return atomic_fetch_add(&seen, 1) + 1 == wanted; }

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void changing(int is_ours) {
  if (is_ours && kind != FAIL_SYNC && is_turn()) die();
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define SYNC(name) \
  int name(int fd) { \
    REAL(name); \
    if (!ours_open(fd)) return real(fd); \
    if (kind == FAIL_SYNC && is_turn()) { errno = EIO; return -1; } \
    changing(1); \
    return real(fd); \
  }
SYNC(fsync)
SYNC(fdatasync)

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL(write);
  if (!ours_open(fd) || kind == FAIL_SYNC) return real(fd, bytes, count);
  if (is_turn()) {
    if (kind == TEAR) real(fd, bytes, count / 2);
    die();
  }
  return real(fd, bytes, count);
}

#define PWRITE(name, offset_type) \
  ssize_t name(int fd, const void *bytes, size_t count, offset_type at) { \
    REAL(name); \
    if (!ours_open(fd) || kind == FAIL_SYNC) return real(fd, bytes, count, at); \
    if (is_turn()) { \
      if (kind == TEAR) real(fd, bytes, count / 2, at); \
      die(); \
    } \
    return real(fd, bytes, count, at); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(name); \
    mode_t mode = 0; \
    if (flags & (O_CREAT | __O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); } \
    changing((flags & O_CREAT) && ours(path)); \
    return real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define TRUNCATE(name, offset_type) \
  int name(int fd, offset_type length) { REAL(name); changing(ours_open(fd)); return real(fd, length); }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int link(const char *from, const char *to) { REAL(link); changing(ours(to)); return real(from, to); }
int rename(const char *from, const char *to) { REAL(rename); changing(ours(to)); return real(from, to); }
int unlink(const char *path) { REAL(unlink); changing(ours(path)); return real(path); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); changing(ours(path)); return real(path, mode); }
`
