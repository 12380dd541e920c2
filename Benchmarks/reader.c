// A rival of ReaderBench: a plain C loop with the same matches that copies the same fields into memory of its own, with
// nothing allocated but the cursor, which libsystemd makes. Prints how many entries it read and the seconds that took.
//
// usage: reader DIRECTORY FIELD=value…
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <systemd/sd-journal.h>

enum { LONGEST_FIELD = 4096 };
enum wanted { MESSAGE, MESSAGE_ID, IDENTIFIER, LEADER, SESSION_ID, PID, UID, COMM, EXE, HOSTNAME, MACHINE_ID, WANTED };

#define NAME(text) { text, sizeof(text) - 1 }
static const struct {
    const char *text;
    size_t length;
} names[WANTED] = {
    NAME("MESSAGE"), NAME("MESSAGE_ID"), NAME("SYSLOG_IDENTIFIER"), NAME("LEADER"), NAME("SESSION_ID"), NAME("_PID"),
    NAME("_UID"), NAME("_COMM"), NAME("_EXE"), NAME("_HOSTNAME"), NAME("_MACHINE_ID"),
};

// What JournalEntry has.
static struct {
    uint64_t realtime, monotonic;
    char boot[SD_ID128_STRING_MAX], *cursor;
    long pid, uid, leader;
    char text[WANTED][LONGEST_FIELD + 1];
} entry;

static int must(int result, const char *call) {
    if (result >= 0) return result;
    fprintf(stderr, "%s: %s\n", call, strerror(-result));
    exit(1);
}

static void take(const char *field, size_t length) {
    const char *equals = memchr(field, '=', length);
    if (!equals) return;
    size_t name = equals - field, value = length - name - 1;
    for (int i = 0; i < WANTED; i++) {
        if (name != names[i].length || memcmp(field, names[i].text, name) != 0) continue;
        if (entry.text[i][0]) return;
        memcpy(entry.text[i], equals + 1, value);
        entry.text[i][value] = 0;
        return;
    }
}

static void read_entry(sd_journal *journal) {
    sd_id128_t boot;
    const void *field;
    size_t length;
    for (int i = 0; i < WANTED; i++) entry.text[i][0] = 0;
    free(entry.cursor);
    must(sd_journal_get_realtime_usec(journal, &entry.realtime), "sd_journal_get_realtime_usec");
    must(sd_journal_get_monotonic_usec(journal, &entry.monotonic, &boot), "sd_journal_get_monotonic_usec");
    must(sd_journal_get_cursor(journal, &entry.cursor), "sd_journal_get_cursor");
    sd_id128_to_string(boot, entry.boot);
    sd_journal_restart_data(journal);
    while (must(sd_journal_enumerate_available_data(journal, &field, &length), "sd_journal_enumerate_available_data") > 0)
        take(field, length < LONGEST_FIELD ? length : LONGEST_FIELD);
    entry.leader = strtol(entry.text[LEADER], NULL, 10);
    entry.pid = strtol(entry.text[PID], NULL, 10);
    entry.uid = strtol(entry.text[UID], NULL, 10);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    sd_journal *journal;
    long entries = 0;
    must(sd_journal_open_directory(&journal, arguments[1], 0), "sd_journal_open_directory");
    must(sd_journal_set_data_threshold(journal, LONGEST_FIELD), "sd_journal_set_data_threshold");
    for (int i = 2; i < count; i++) {
        must(sd_journal_add_match(journal, arguments[i], 0), "sd_journal_add_match");
        must(sd_journal_add_disjunction(journal), "sd_journal_add_disjunction");
    }
    double start = now();
    must(sd_journal_seek_head(journal), "sd_journal_seek_head");
    for (; must(sd_journal_next(journal), "sd_journal_next") > 0; entries++) read_entry(journal);
    printf("%ld %.6f\n", entries, now() - start);
    sd_journal_close(journal);
}
