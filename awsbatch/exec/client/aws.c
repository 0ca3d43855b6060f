/* The `aws` that is first on the PATH of a program that `awsbatch exec` runs.

   It hands the call to the parent, which is `awsbatch exec`, by the socket in
   the run folder, and ends as the call did. Where nobody answers it becomes the
   `aws` that the program would have called. A call is never begun twice. Its
   twin in Python, aws.py, does the same, in the same order. */

#define _GNU_SOURCE
#define _DARWIN_C_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* Where nothing tells of a run folder: somebody who knows our path has emptied the environment. */
#ifndef REFUSAL
#define REFUSAL 0 /* the exit status, under a guard; 0 is no guard */
#endif
#ifndef INSTEAD
#define INSTEAD "" /* the `aws` whose path that would have been; "" is the first on PATH */
#endif

#ifdef O_PATH
#define PASS_THROUGH O_PATH /* a folder that may be entered, but not read */
#elif defined O_SEARCH
#define PASS_THROUGH O_SEARCH
#else
#define PASS_THROUGH O_RDONLY
#endif

enum { MOST_DEPTH = 9, HASH_LENGTH = 32 };

extern char **environ;

static char **given; /* the arguments, as they came */
static size_t given_count;
static int parent = -1;
static volatile sig_atomic_t interrupted;
static struct sigaction interrupt_before, pipe_before;

static void say(const char *format, ...) {
    char line[3 * PATH_MAX];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(line, sizeof line - 1, format, values);
    va_end(values);
    if (length > (int)sizeof line - 2) length = sizeof line - 2;
    line[length] = '\n';
    /* At once, or those of calls side by side would mix. */
    ssize_t written = write(STDERR_FILENO, line, length + 1);
    (void)written;
}

static void die_by(int number) {
    sigset_t set;
    signal(number, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    kill(getpid(), number);
    _exit(128 + number); /* one that ends nobody by itself */
}

static void pass_interrupt(int number) {
    int error = errno;
    interrupted = number;
    /* Where it fails, who waits for the answer sees it end. */
    ssize_t written = write(parent, "I", 1);
    (void)written;
    errno = error;
}

/* Become another program, which is given our arguments after its words. words[-1] is to spare. */
static void become(char **words, size_t count) {
    const char *depth = getenv("AWSBATCH_EXEC_DEPTH");
    int next = depth ? atoi(depth) + 1 : 1;
    char text[16];
    /* A wrapper that looks for the next `aws` may find us, and we it. */
    if (next > MOST_DEPTH) {
        say("awsbatch: `%s` calls the `aws` of `awsbatch exec` again and again", words[0]);
        _exit(126);
    }
    snprintf(text, sizeof text, "%d", next);
    setenv("AWSBATCH_EXEC_DEPTH", text, 1);
    memcpy(words + count, given, (given_count + 1) * sizeof *given);
    sigaction(SIGPIPE, &pipe_before, NULL);
    sigaction(SIGINT, &interrupt_before, NULL);
    if (interrupted) die_by(SIGINT);
    execv(words[0], words);
    if (errno == ENOEXEC) { /* a script without a first line that tells, as a shell runs it */
        words[-1] = "/bin/sh";
        execv(words[-1], words - 1);
    }
    int error = errno;
    say("awsbatch: `%s`: %s", words[0], strerror(error));
    _exit(error == ENOENT ? 127 : 126);
}

/* Whether a file is the client of any version, which lies in awsbatch/exec/HASH/aws. */
static int is_client(const char *file) {
    static const char above[] = "/awsbatch/exec/";
    char real[PATH_MAX];
    if (!realpath(file, real)) return 0;
    for (char *at = real; (at = strstr(at, above)); at++) {
        const char *hash = at + sizeof above - 1;
        if (strspn(hash, "0123456789abcdef") == HASH_LENGTH && !strcmp(hash + HASH_LENGTH, "/aws"))
            return 1;
    }
    return 0;
}

/* Give each folder on PATH in turn, and NULL at the end; an empty entry is the current folder. */
static char *next_folder(char **rest) {
    char *entry = *rest;
    if (!entry) return NULL;
    char *end = strchr(entry, ':');
    *rest = end ? end + 1 : NULL;
    if (end) *end = '\0';
    return *entry ? entry : ".";
}

static char *search_path(void) {
    const char *path = getenv("PATH");
    char *copy;
    if (path) return strdup(path);
    size_t length = confstr(_CS_PATH, NULL, 0);
    if ((copy = malloc(length + 1))) confstr(_CS_PATH, copy, length + 1);
    return copy;
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static char *run_folder(void) {
    static const char prefix[] = "awsbatch-exec-";
    char *named = getenv("AWSBATCH_EXEC"), *rest, *folder;
    if (named && *named) return named;
    rest = getenv("PATH") ? search_path() : NULL;
    while ((folder = next_folder(&rest)))
        if (!strncmp(last_part(folder), prefix, sizeof prefix - 1)) return folder;
    return NULL;
}

/* The status of a call that a guard refuses, by the name awsbatch-exec-vN[-guarded]-XXXXXX. */
static int refusal(const char *folder) {
    int version, end = 0;
    if (!folder || sscanf(last_part(folder), "awsbatch-exec-v%d-guarded-%n", &version, &end) != 1)
        return REFUSAL;
    return !end ? 0 : version == 1 ? 255 : 252;
}

static void run(char *file, const char *reason) {
    char **words = calloc(given_count + 3, sizeof *words);
    say("awsbatch: no answer from `awsbatch exec` (%s): running `%s`", reason, file);
    if (!words) _exit(126);
    *++words = file;
    become(words, 1);
}

/* The call was surely not begun: become the first `aws` on PATH that is no client. */
static void go_on_alone(const char *folder, const char *reason) {
    char file[PATH_MAX], *rest = search_path(), *entry;
    int is_there = 0, status = refusal(folder);
    struct stat found;
    if (interrupted) die_by(SIGINT);
    if (status) {
        say("awsbatch: no answer from `awsbatch exec` (%s):"
            " refused, since nothing would guard it", reason);
        _exit(status);
    }
    if (!folder && *INSTEAD) run(INSTEAD, reason);
    while ((entry = next_folder(&rest))) {
        if (snprintf(file, sizeof file, "%s/aws", entry) >= (int)sizeof file) continue;
        if (stat(file, &found) || !S_ISREG(found.st_mode) || is_client(file)) continue;
        is_there = 1;
        if (!access(file, X_OK)) run(file, reason);
    }
    say("awsbatch: no answer from `awsbatch exec` (%s), and no other `aws` on PATH%s", reason,
        is_there ? " may be run" : "");
    _exit(is_there ? 126 : 127);
}

/* The call may have been made: end as whoever had it, which is killed with the parent. */
static void lose(void) {
    say("awsbatch: `awsbatch exec` ended during this call, which may have been made");
    die_by(SIGKILL);
}

static int ours(int descriptor) {
    if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

static int is_users(int connection) {
#ifdef SO_PEERCRED
    struct ucred peer;
    socklen_t length = sizeof peer;
    return !getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &length)
        && peer.uid == geteuid();
#else
    uid_t user;
    gid_t group;
    return !getpeereid(connection, &user, &group) && user == geteuid();
#endif
}

/* Connect to the parent; give back why that cannot be, or NULL. */
static const char *connect_to(const char *folder) {
    static char reason[2 * PATH_MAX];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!folder) return "AWSBATCH_EXEC is not set";
    if (snprintf(address.sun_path, sizeof address.sun_path, "%s/socket", folder)
        >= (int)sizeof address.sun_path)
        return "AWSBATCH_EXEC is too long";
    parent = ours(socket(AF_UNIX, SOCK_STREAM, 0));
    if (parent < 0) return strerror(errno);
    if (connect(parent, (struct sockaddr *)&address, sizeof address)) {
        snprintf(reason, sizeof reason, "`%s`: %s", address.sun_path, strerror(errno));
        return reason;
    }
    if (is_users(parent)) return NULL;
    snprintf(reason, sizeof reason, "`%s` is another user's", address.sun_path);
    return reason;
}

/* Which of the terminal's signals that stop a process are ignored: the worker is to do so, too. */
static int ignored_stops(void) {
    static const int stops[] = {SIGTSTP, SIGTTIN, SIGTTOU};
    struct sigaction action;
    int ignored = 0;
    for (int each = 0; each < 3; each++)
        if (!sigaction(stops[each], NULL, &action) && action.sa_handler == SIG_IGN)
            ignored |= 1 << each;
    return ignored;
}

/* Send what the call is made with, but for its words; give back the pipe for those, or -1. */
static int hand_over(int open_ones) {
    int ends[2], passed[5], count = 0;
    char message[] = {'a', 'w', 's', '1', 0};
    union { struct cmsghdr header; char space[CMSG_SPACE(sizeof passed)]; } control;
    struct iovec part = {.iov_base = message, .iov_len = sizeof message};
    struct msghdr whole = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control};
    int folder = ours(open(".", PASS_THROUGH | O_DIRECTORY));
    if (pipe(ends)) return -1;
    ours(ends[1]);
    passed[count++] = ends[0];
    if (folder >= 0) passed[count++] = folder;
    for (int standard = 0; standard < 3; standard++)
        if (open_ones & 1 << standard) passed[count++] = standard;
    message[4] = open_ones | (folder >= 0) << 3 | ignored_stops() << 4;
    memset(&control, 0, sizeof control);
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(count * sizeof *passed);
    memcpy(CMSG_DATA(&control.header), passed, count * sizeof *passed);
    whole.msg_controllen = CMSG_SPACE(count * sizeof *passed);
    ssize_t sent = sendmsg(parent, &whole, 0);
    /* Or nobody would see that the only other reader has gone. */
    close(ends[0]);
    if (folder >= 0) close(folder);
    return sent < 0 ? -1 : ends[1];
}

static size_t total(char **texts, uint32_t *count) {
    size_t length = 0;
    for (*count = 0; texts[*count]; ++*count) length += strlen(texts[*count]) + 1;
    return length;
}

/* Give the umask, the arguments and the environment as one text; NULL if there is no room. */
static char *request(size_t *length) {
    uint32_t head[3];
    *length = sizeof head + total(given, &head[1]) + total(environ, &head[2]);
    char *whole = malloc(*length), *at = whole + sizeof head;
    if (!whole) return NULL;
    umask(head[0] = umask(0));
    memcpy(whole, head, sizeof head);
    for (char **text = given; *text; text++) at = stpcpy(at, *text) + 1;
    for (char **text = environ; *text; text++) at = stpcpy(at, *text) + 1;
    return whole;
}

/* Write all, or until the reader goes away: the answer will tell why. */
static void write_all(int pipe_end, const char *at, size_t length) {
    while (length) {
        ssize_t written = write(pipe_end, at, length);
        if (written < 0 && errno != EINTR) break;
        if (written > 0) at += written, length -= written;
    }
    close(pipe_end);
}

static int receive(void *place, size_t length) {
    for (char *at = place; length;) {
        ssize_t got = read(parent, at, length);
        if (!got || (got < 0 && errno != EINTR)) return 0;
        if (got > 0) at += got, length -= got;
    }
    return 1;
}

/* Read the program to become: how many words it has, and those, each ended by NUL. */
static void become_told(void) {
    uint32_t length, count;
    if (!receive(&length, sizeof length) || length < sizeof count) lose();
    if (!receive(&count, sizeof count)) lose();
    char *text = malloc(length -= sizeof count);
    if (!text || !receive(text, length) || !length || text[length - 1] || !count) lose();
    char **words = calloc(count + given_count + 2, sizeof *words), *end = text + length;
    if (!words++) lose();
    for (uint32_t each = 0; each < count && text < end; each++) {
        words[each] = text;
        text += strlen(text) + 1;
    }
    become(words, count);
}

int main(int argument_count, char **arguments) {
    struct sigaction action = {.sa_handler = SIG_IGN};
    int open_ones = 0, filler, pipe_end;
    unsigned char kind, number;
    given = arguments + (argument_count > 0);
    given_count = argument_count > 0 ? argument_count - 1 : 0;
    sigaction(SIGINT, NULL, &interrupt_before);
    sigaction(SIGPIPE, &action, &pipe_before);
    for (int standard = 0; standard < 3; standard++)
        if (fcntl(standard, F_GETFD) >= 0) open_ones |= 1 << standard;
    /* None of ours may get the number of a standard one that is closed. */
    while ((filler = ours(open("/", O_RDONLY))) >= 0 && filler < 3) continue;
    close(filler);

    const char *folder = run_folder(), *reason = connect_to(folder);
    if (reason) go_on_alone(folder, reason);
    size_t length;
    const char *written = request(&length);
    if (!written) go_on_alone(folder, strerror(ENOMEM));
    if ((pipe_end = hand_over(open_ones)) < 0) go_on_alone(folder, strerror(errno));
    /* Only now: before, an interrupt has nothing to end but this process. */
    if (interrupt_before.sa_handler != SIG_IGN) {
        action.sa_handler = pass_interrupt;
        action.sa_flags = SA_RESTART;
        sigaction(SIGINT, &action, NULL);
    }
    write_all(pipe_end, written, length);
    if (!receive(&kind, 1) || kind != 'T') go_on_alone(folder, "it did not take the call");
    if (!receive(&kind, 1)) lose();
    if (kind == 'B') become_told();
    if (!receive(&number, 1)) lose();
    if (kind == 'X') _exit(number);
    if (kind == 'S') die_by(number);
    lose();
}
