/* A disk that fails, or a process that dies, at the n-th operation: preloaded before the program that is tested.

   DISK_BELOW   only what lies below this folder counts
   DISK_OF      which operations count: some of the words write sync open look list read rename remove make
   DISK_AT      the number of the operation that fails, from 1
   DISK_ERROR   the number of the error that it fails with; 0 kills the process instead, a write after half its bytes
   DISK_STAYS   if it is set, all further operations fail as well
   DISK_LOG     the operation that failed is written there, with its path */

#define _GNU_SOURCE
#include <dirent.h>
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
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name)) real(#name))

static atomic_long count;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

/* Whether an operation of a kind on a path is one of those that count. */
static int counts(const char *kind, const char *path) {
    const char *below = getenv("DISK_BELOW"), *of = getenv("DISK_OF");
    if (!below || !of || !path || !strstr(of, kind)) return 0;
    if (path[0] == '/') return strncmp(path, below, strlen(below)) == 0;
    char here[4096];
    return syscall(SYS_getcwd, here, sizeof here) > 0 && strncmp(here, below, strlen(below)) == 0;
}

/* Whether this operation is to fail; it is noted if it is. */
static int fails(const char *kind, const char *path) {
    if (!counts(kind, path)) return 0;
    long at = atomic_fetch_add(&count, 1) + 1, first = number("DISK_AT");
    if (first == 0 || at < first || (at > first && !getenv("DISK_STAYS"))) return 0;
    const char *log = getenv("DISK_LOG");
    long fd = log ? syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
    if (fd >= 0) {
        char line[4400];
        int length = snprintf(line, sizeof line, "%s %s\n", kind, path);
        syscall(SYS_write, fd, line, (size_t) length);
        syscall(SYS_close, fd);
    }
    return 1;
}

static int refuse(void) {
    long error = number("DISK_ERROR");
    if (error == 0) kill(getpid(), SIGKILL);
    errno = (int) error;
    return -1;
}

static const char *path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, path, size - 1);
    /* A pipe has a name that is no path. */
    if (length <= 0 || path[0] != '/') return NULL;
    path[length] = 0;
    return path;
}

static const char *path_at(int folder, const char *name, char *path, size_t size) {
    if (folder == AT_FDCWD || name[0] == '/') return name;
    char of_folder[4096];
    if (!path_of(folder, of_folder, sizeof of_folder)) return NULL;
    snprintf(path, size, "%s/%s", of_folder, name);
    return path;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[4096];
    if (fails("write", path_of(fd, path, sizeof path))) {
        if (number("DISK_ERROR") == 0) REAL(write)(fd, bytes, length / 2);
        return refuse();
    }
    return REAL(write)(fd, bytes, length);
}

int fsync(int fd) {
    char path[4096];
    if (fails("sync", path_of(fd, path, sizeof path))) return refuse();
    return REAL(fsync)(fd);
}

int fdatasync(int fd) {
    char path[4096];
    if (fails("sync", path_of(fd, path, sizeof path))) return refuse();
    return REAL(fdatasync)(fd);
}

ssize_t writev(int fd, const struct iovec *parts, int parts_count) {
    char path[4096];
    if (fails("write", path_of(fd, path, sizeof path))) return refuse();
    return REAL(writev)(fd, parts, parts_count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    char path[4096];
    if (fails("write", path_of(fd, path, sizeof path))) return refuse();
    return REAL(pwrite64)(fd, bytes, length, at);
}

ssize_t read(int fd, void *bytes, size_t length) {
    char path[4096];
    if (fails("read", path_of(fd, path, sizeof path))) return refuse();
    return REAL(read)(fd, bytes, length);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t at) {
    char path[4096];
    if (fails("read", path_of(fd, path, sizeof path))) return refuse();
    return REAL(pread64)(fd, bytes, length, at);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    if (fails("open", path)) return refuse();
    return REAL(open64)(path, flags, mode);
}

int openat64(int folder, const char *name, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    char path[8192];
    if (fails("open", path_at(folder, name, path, sizeof path))) return refuse();
    return REAL(openat64)(folder, name, flags, mode);
}

DIR *opendir(const char *path) {
    if (fails("list", path)) {
        refuse();
        return NULL;
    }
    return REAL(opendir)(path);
}

int statx(int folder, const char *restrict name, int flags, unsigned int mask, struct statx *restrict found) {
    char path[8192];
    /* Rust asks whether there is such a call by one that cannot succeed. */
    const char *volatile given = name;
    if (!given) return REAL(statx)(folder, name, flags, mask, found);
    const char *at = name[0] == 0 ? path_of(folder, path, sizeof path) : path_at(folder, name, path, sizeof path);
    if (fails("look", at)) return refuse();
    return REAL(statx)(folder, name, flags, mask, found);
}

int rename(const char *from, const char *to) {
    if (fails("rename", to)) return refuse();
    return REAL(rename)(from, to);
}

int unlink(const char *path) {
    if (fails("remove", path)) return refuse();
    return REAL(unlink)(path);
}

int rmdir(const char *path) {
    if (fails("remove", path)) return refuse();
    return REAL(rmdir)(path);
}

int unlinkat(int folder, const char *name, int flags) {
    char path[8192];
    if (fails("remove", path_at(folder, name, path, sizeof path))) return refuse();
    return REAL(unlinkat)(folder, name, flags);
}

int mkdir(const char *path, mode_t mode) {
    if (fails("make", path)) return refuse();
    return REAL(mkdir)(path, mode);
}

int ftruncate64(int fd, off64_t length) {
    char path[4096];
    if (fails("write", path_of(fd, path, sizeof path))) return refuse();
    return REAL(ftruncate64)(fd, length);
}
