// Version 2: sessions with their duration, terminal and earlier factors; failed attempts; gaps, and mail about them; what stays
// known of logins whose rows are gone. Tables that gain columns are made anew, so that each column keeps its comment.

extension Schema {
  static let version2 = """
    DROP VIEW login_history;

    CREATE TABLE new_login (
      id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in journal order
      machine_id TEXT NOT NULL,              -- _MACHINE_ID of the server
      boot_id TEXT NOT NULL,                 -- _BOOT_ID: which start of the machine
      monotonic_us INTEGER NOT NULL,         -- microseconds from that start to the login
      pid INTEGER NOT NULL,                  -- of sshd's monitor process; repeats across boots
      at INTEGER NOT NULL,                   -- time of the login, microseconds since 1970
      hostname TEXT NOT NULL,                -- _HOSTNAME of the server
      user TEXT NOT NULL,                    -- the account
      address TEXT NOT NULL,                 -- of the client; UNKNOWN where it is not from a network
      port INTEGER NOT NULL,                 -- of the client
      method TEXT NOT NULL,                  -- publickey, password, keyboard-interactive/pam, ...; the last one that was asked for
      key_type TEXT,                         -- ED25519, RSA-CERT, ...
      fingerprint TEXT,                      -- SHA256:... or MD5:...
      cert_id TEXT,                          -- key id of a certificate
      cert_serial TEXT,                      -- serial of a certificate, up to 2^64-1
      cert_ca TEXT,                          -- fingerprint of the CA's key
      earlier_factors TEXT,                  -- JSON: methods that succeeded before that one, with their keys
      verified INTEGER NOT NULL,             -- 0 where journald could not tell sshd's executable
      cursor TEXT NOT NULL,                  -- of the entry in the journal
      recorded_at INTEGER NOT NULL,          -- when the daemon had read it, microseconds since 1970
      failures_from_source INTEGER,          -- failed attempts from this source in the 24 hours before
      failures_for_user INTEGER,             -- failed attempts for this user in the 24 hours before
      pam_open INTEGER NOT NULL DEFAULT 0,   -- 1 from the time that pam opened the session
      uid INTEGER,                           -- of the user, as pam said it
      logind_session TEXT,                   -- logind's id of the session; repeats across boots
      tty TEXT,                              -- first terminal of the session, where sshd's LogLevel is VERBOSE
      going_down INTEGER NOT NULL DEFAULT 0, -- 1 from the time that the machine went down with the session open
      unconfirmed_disconnect_at INTEGER,     -- the user's own process said it disconnected, microseconds since 1970
      unconfirmed_duration_us INTEGER,       -- how long the session had lasted then, microseconds
      closed_at INTEGER,                     -- first sign of the session's end, microseconds since 1970
      closed_by TEXT CHECK (closed_by IN ('pam', 'disconnect', 'logind', 'reboot', 'lost')),  -- which sign
      duration_us INTEGER,                   -- microseconds from the login to that sign, whatever the clock did
      decision TEXT CHECK (decision IN ('mail', 'silent')),  -- NULL until it is decided
      decision_reason TEXT,                  -- why
      decided_at INTEGER,                    -- microseconds since 1970
      UNIQUE (machine_id, boot_id, monotonic_us, pid)
    ) STRICT;
    INSERT INTO new_login (
      id, machine_id, boot_id, monotonic_us, pid, at, hostname, user, address, port, method, key_type, fingerprint,
      cert_id, cert_serial, cert_ca, verified, cursor, recorded_at, pam_open, uid, logind_session, going_down,
      unconfirmed_disconnect_at, unconfirmed_duration_us, closed_at, closed_by, duration_us, decision, decision_reason,
      decided_at
    ) SELECT
      id, machine_id, boot_id, monotonic_us, pid, at, hostname, user, address, port, method, key_type, fingerprint,
      cert_id, cert_serial, cert_ca, verified, cursor, recorded_at, pam_open, uid, logind_session, going_down,
      unconfirmed_disconnect_at, max(0, unconfirmed_disconnect_at - at), closed_at, closed_by, max(0, closed_at - at),
      decision, decision_reason, decided_at
    FROM login ORDER BY id;
    DROP TABLE login;
    ALTER TABLE new_login RENAME TO login;
    CREATE INDEX login_open ON login (id) WHERE closed_at IS NULL;
    CREATE INDEX login_undecided ON login (id) WHERE decision IS NULL;
    CREATE INDEX login_by_time ON login (at);

    CREATE TABLE pending_factor (
      id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in journal order
      machine_id TEXT NOT NULL,              -- _MACHINE_ID of the server
      boot_id TEXT NOT NULL,                 -- _BOOT_ID
      pid INTEGER NOT NULL,                  -- of sshd's process for this connection
      monotonic_us INTEGER NOT NULL,         -- microseconds since the boot
      factor TEXT NOT NULL                   -- JSON: a method that succeeded where another one is still asked for
    ) STRICT;

    CREATE TABLE failed_attempt (
      machine_id TEXT NOT NULL,              -- _MACHINE_ID of the server
      day TEXT NOT NULL,                     -- in UTC, 2026-11-25
      source TEXT NOT NULL,                  -- IPv4 address or IPv6 /64; empty: could not be told; *: all beyond 10,000 rows
      user TEXT NOT NULL,                    -- the name that was tried, cut at 100 characters; empty: none; *: as above
      hostname TEXT NOT NULL,                -- _HOSTNAME of the server
      count INTEGER NOT NULL,                -- failures: refused methods, and connections that ended without any
      first_at INTEGER NOT NULL,             -- first line, microseconds since 1970
      last_at INTEGER NOT NULL,              -- last line, microseconds since 1970
      kinds TEXT NOT NULL,                   -- JSON: lines of each kind
      hours TEXT NOT NULL,                   -- JSON: failures in each of the day's 24 hours
      last_pids TEXT NOT NULL,               -- JSON: connections that counted last
      PRIMARY KEY (day, machine_id, source, user)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX failed_attempt_by_user ON failed_attempt (machine_id, user, day);

    CREATE TABLE gap (
      id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order in which they were noticed
      source TEXT NOT NULL,                  -- 'system', or a directory of journal files
      hostname TEXT NOT NULL,                -- of the server; empty where it is not known
      reason TEXT NOT NULL CHECK (reason IN
        ('vacuumed', 'replaced', 'cursor', 'unreadable', 'suppressed', 'log_level')),  -- README says what each means
      from_at INTEGER NOT NULL,              -- up to here all was read, microseconds since 1970
      to_at INTEGER NOT NULL,                -- from here on all is read, as far as is known; microseconds since 1970
      entries INTEGER,                       -- how many entries, of any kind, were not read; NULL where nobody can tell
      noted_at INTEGER NOT NULL,             -- when the daemon last noticed, microseconds since 1970
      closed_at INTEGER,                     -- when it was over; NULL while it may go on
      announced TEXT CHECK (announced IN ('start', 'end')),  -- which mail about it was queued last
      announced_at INTEGER                   -- when the first one was queued, microseconds since 1970
    ) STRICT;
    CREATE INDEX gap_by_reason ON gap (source, reason, announced_at);

    CREATE TABLE known_fact (
      machine_id TEXT NOT NULL,              -- _MACHINE_ID of the server
      user TEXT NOT NULL,                    -- the account
      kind TEXT NOT NULL CHECK (kind IN ('login', 'network', 'key', 'method')),  -- login: that there was one
      value TEXT NOT NULL,                   -- IPv4 /24 or IPv6 /64; fingerprint or CA; method; empty for login
      first_at INTEGER NOT NULL,             -- of the first login with it, microseconds since 1970
      last_at INTEGER NOT NULL,              -- of the last one whose row is gone, microseconds since 1970
      PRIMARY KEY (machine_id, user, kind, value)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE new_outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of the queue
      login_id INTEGER REFERENCES login (id) ON DELETE CASCADE,  -- what the mail is about: a login,
      gap_id INTEGER REFERENCES gap (id) ON DELETE CASCADE,      -- or a time in which logins may have been missed
      recipient TEXT NOT NULL,               -- one a row
      sender TEXT NOT NULL,                  -- envelope sender and From
      message_id TEXT NOT NULL UNIQUE,       -- fixed for ever when it is queued
      subject TEXT NOT NULL,                 -- in words, not encoded
      state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'failed')),  -- failed: given up
      queued_at INTEGER NOT NULL,            -- microseconds since 1970
      due_at INTEGER NOT NULL,               -- next try, microseconds since 1970
      attempts INTEGER NOT NULL DEFAULT 0,   -- tries that got as far as this mail
      first_deferred_at INTEGER,             -- first time it was put off, microseconds since 1970
      last_reply TEXT,                       -- the server's words, or what went wrong
      settled_at INTEGER,                    -- when it was sent or given up, microseconds since 1970
      CHECK ((login_id IS NULL) <> (gap_id IS NULL)),
      UNIQUE (login_id, recipient)
    ) STRICT;
    INSERT INTO new_outbox (
      id, login_id, recipient, sender, message_id, subject, state, queued_at, due_at, attempts, first_deferred_at,
      last_reply, settled_at
    ) SELECT
      id, login_id, recipient, sender, message_id, subject, state, queued_at, due_at, attempts, first_deferred_at,
      last_reply, settled_at
    FROM outbox ORDER BY id;

    CREATE TABLE frozen_message (
      outbox_id INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,  -- which mail
      bytes BLOB NOT NULL                    -- the mail, from just before its first byte is sent until the server has it
    ) STRICT;
    INSERT INTO frozen_message (outbox_id, bytes) SELECT id, message FROM outbox WHERE message IS NOT NULL;
    DROP TABLE outbox;
    ALTER TABLE new_outbox RENAME TO outbox;
    CREATE INDEX outbox_due ON outbox (id, due_at) WHERE state = 'due';
    CREATE INDEX outbox_failed ON outbox (id) WHERE state = 'failed';
    CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
    CREATE INDEX outbox_gap ON outbox (gap_id) WHERE gap_id IS NOT NULL;

    CREATE VIEW login_history AS
    SELECT
      login.id,
      strftime('%Y-%m-%dT%H:%M:%S', at / 1000000, 'unixepoch') || printf('.%06dZ', at % 1000000) AS at,
      hostname, user, address, port, method, key_type, fingerprint, cert_id, cert_serial, cert_ca, earlier_factors, tty,
      strftime('%Y-%m-%dT%H:%M:%S', closed_at / 1000000, 'unixepoch') || printf('.%06dZ', closed_at % 1000000)
        AS closed_at,
      closed_by,
      duration_us / 1000000 AS seconds,
      failures_from_source, failures_for_user,
      verified, decision, decision_reason,
      (SELECT count(*) FROM outbox WHERE login_id = login.id AND state = 'sent') AS mails_sent,
      (SELECT count(*) FROM outbox WHERE login_id = login.id AND state = 'due') AS mails_due,
      (SELECT count(*) FROM outbox WHERE login_id = login.id AND state = 'failed') AS mails_failed
    FROM login;

    CREATE VIEW failed_attempt_history AS
    SELECT
      day, hostname, source, user, count,
      strftime('%Y-%m-%dT%H:%M:%SZ', first_at / 1000000, 'unixepoch') AS first_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', last_at / 1000000, 'unixepoch') AS last_at,
      kinds
    FROM failed_attempt;

    CREATE VIEW gap_history AS
    SELECT
      id, source, hostname, reason,
      strftime('%Y-%m-%dT%H:%M:%SZ', from_at / 1000000, 'unixepoch') AS from_at,
      strftime('%Y-%m-%dT%H:%M:%SZ', to_at / 1000000, 'unixepoch') AS to_at,
      entries,
      strftime('%Y-%m-%dT%H:%M:%SZ', closed_at / 1000000, 'unixepoch') AS closed_at
    FROM gap;
    """
}
