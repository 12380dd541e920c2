// Version 4: where a login came from and by whose key, digests by rule, and mails about other things than logins. The tables that
// gain columns are made anew, so that each column keeps its comment.

extension Schema {
  static let version4 = """
    DROP VIEW login_history;
    DROP VIEW login_mail;

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
      network TEXT NOT NULL,                 -- of that address: IPv4 /24 or IPv6 /64; else the address
      port INTEGER NOT NULL,                 -- of the client
      method TEXT NOT NULL,                  -- publickey, password, keyboard-interactive/pam, ...; the last one that was asked for
      key_type TEXT,                         -- ED25519, RSA-CERT, ...
      fingerprint TEXT,                      -- SHA256:... or MD5:...
      cert_id TEXT,                          -- key id of a certificate
      cert_serial TEXT,                      -- serial of a certificate, up to 2^64-1
      cert_ca TEXT,                          -- fingerprint of the CA's key
      place TEXT,                            -- JSON: where the address was then: city, region, country, position, network, asn, ...
      reverse_name TEXT,                     -- name of the address in the DNS, which has that address
      key_comment TEXT,                      -- what the user's authorized_keys says of the key
      key_options TEXT,                      -- what it allows with it
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
      news TEXT,                             -- JSON: what was new about it; README lists the words
      decision TEXT CHECK (decision IN ('mail', 'digest', 'silent')),  -- NULL until it is decided
      decision_reason TEXT,                  -- why
      decided_at INTEGER,                    -- microseconds since 1970
      counted INTEGER NOT NULL DEFAULT 1,    -- 0: a rule put it into a digest, so it does not count on the hourly limit
      logout_mail TEXT CHECK (logout_mail IN ('asked', 'queued')),  -- whether the session's end is mailed too
      UNIQUE (machine_id, boot_id, monotonic_us, pid)
    ) STRICT;
    INSERT INTO new_login (
      id, machine_id, boot_id, monotonic_us, pid, at, hostname, user, address, network, port, method, key_type,
      fingerprint, cert_id, cert_serial, cert_ca, earlier_factors, verified, cursor, recorded_at,
      failures_from_source, failures_for_user, pam_open, uid, logind_session, tty, going_down,
      unconfirmed_disconnect_at, unconfirmed_duration_us, closed_at, closed_by, duration_us, news, decision,
      decision_reason, decided_at
    ) SELECT
      id, machine_id, boot_id, monotonic_us, pid, at, hostname, user, address, network, port, method, key_type,
      fingerprint, cert_id, cert_serial, cert_ca, earlier_factors, verified, cursor, recorded_at,
      failures_from_source, failures_for_user, pam_open, uid, logind_session, tty, going_down,
      unconfirmed_disconnect_at, unconfirmed_duration_us, closed_at, closed_by, duration_us, news, decision,
      decision_reason, decided_at
    FROM login ORDER BY id;
    DROP TABLE login;
    ALTER TABLE new_login RENAME TO login;
    CREATE INDEX login_open ON login (id) WHERE closed_at IS NULL;
    CREATE INDEX login_open_here ON login (machine_id, id) WHERE closed_at IS NULL;
    CREATE INDEX login_undecided ON login (id) WHERE decision IS NULL;
    CREATE INDEX login_by_time ON login (at);
    CREATE INDEX login_by_user ON login (machine_id, user, id);
    CREATE INDEX login_told ON login (user, network, id) WHERE decision IN ('mail', 'digest') AND counted = 1;
    CREATE INDEX login_logout ON login (id) WHERE logout_mail = 'asked' AND closed_at IS NOT NULL;

    CREATE TABLE new_known_fact (
      machine_id TEXT NOT NULL,              -- _MACHINE_ID of the server
      user TEXT NOT NULL,                    -- the account
      kind TEXT NOT NULL CHECK (kind IN
        ('login', 'network', 'as', 'country', 'key', 'method')),  -- login: that there was one
      value TEXT NOT NULL,                   -- IPv4 /24 or IPv6 /64; number; ISO code; fingerprint or CA; method; empty for login
      first_at INTEGER NOT NULL,             -- of the first login with it, microseconds since 1970
      last_at INTEGER NOT NULL,              -- of the last login with it, microseconds since 1970
      PRIMARY KEY (machine_id, user, kind, value)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_known_fact SELECT * FROM known_fact;
    DROP TABLE known_fact;
    ALTER TABLE new_known_fact RENAME TO known_fact;
    CREATE INDEX known_fact_key ON known_fact (machine_id, value, user) WHERE kind = 'key';

    CREATE TABLE new_outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of the queue
      kind TEXT NOT NULL CHECK (kind IN
        ('login', 'logout', 'gap', 'digest', 'hourly', 'daily', 'failures', 'weekly')),  -- what the mail is about
      login_id INTEGER REFERENCES login (id) ON DELETE CASCADE,  -- of login and logout
      gap_id INTEGER REFERENCES gap (id) ON DELETE CASCADE,      -- of gap
      topic TEXT,                            -- JSON: what a mail of failures and weekly tells
      recipient TEXT NOT NULL,               -- one a row
      sender TEXT NOT NULL,                  -- envelope sender and From
      message_id TEXT NOT NULL UNIQUE,       -- fixed for ever when it is queued
      subject TEXT NOT NULL,                 -- in words, not encoded; of a digest when it is composed
      reserve INTEGER NOT NULL DEFAULT 0,    -- 1: counts on the limit for logins with something new
      state TEXT NOT NULL DEFAULT 'due' CHECK (state IN
        ('due', 'sent', 'failed', 'digested', 'dropped')),  -- failed: given up; digested: told of in a digest instead
      queued_at INTEGER NOT NULL,            -- microseconds since 1970
      due_at INTEGER NOT NULL,               -- next try, microseconds since 1970
      attempts INTEGER NOT NULL DEFAULT 0,   -- tries that got as far as this mail
      first_deferred_at INTEGER,             -- first time it was put off, microseconds since 1970
      holds_recipient INTEGER NOT NULL DEFAULT 0,  -- 1: put off in a way that what goes to this recipient later waits as well
      last_reply TEXT,                       -- the server's words, or what went wrong
      composed_at INTEGER,                   -- when its bytes were fixed, microseconds since 1970
      settled_at INTEGER,                    -- when it was sent or given up, microseconds since 1970
      CHECK ((login_id IS NOT NULL) = (kind IN ('login', 'logout'))),
      CHECK ((gap_id IS NOT NULL) = (kind = 'gap')),
      UNIQUE (login_id, recipient, kind)
    ) STRICT;
    INSERT INTO new_outbox (
      kind,
      id, login_id, gap_id, recipient, sender, message_id, subject, reserve, state, queued_at, due_at, attempts,
      first_deferred_at, holds_recipient, last_reply, composed_at, settled_at
    ) SELECT
      CASE WHEN login_id IS NOT NULL THEN 'login' WHEN gap_id IS NOT NULL THEN 'gap' ELSE 'digest' END,
      id, login_id, gap_id, recipient, sender, message_id, subject, reserve, state, queued_at, due_at, attempts,
      first_deferred_at, holds_recipient, last_reply, composed_at, settled_at
    FROM outbox ORDER BY id;
    DROP TABLE outbox;
    ALTER TABLE new_outbox RENAME TO outbox;
    CREATE INDEX outbox_due ON outbox (id, due_at, recipient, kind, queued_at) WHERE state = 'due';
    CREATE INDEX outbox_failed ON outbox (id) WHERE state = 'failed';
    CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
    CREATE INDEX outbox_gap ON outbox (gap_id) WHERE gap_id IS NOT NULL;
    CREATE INDEX outbox_holder ON outbox (recipient, id, due_at) WHERE state = 'due' AND holds_recipient = 1;
    CREATE INDEX outbox_login ON outbox (recipient, reserve, id) WHERE kind = 'login';

    CREATE TABLE new_digest_login (
      login_id INTEGER NOT NULL REFERENCES login (id) ON DELETE CASCADE,    -- which login
      outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,  -- the digest that tells of it
      reason TEXT NOT NULL CHECK (reason IN
        ('limit', 'late', 'mailed', 'rule')),  -- mailed: it had a mail of its own as well; rule: a rule asked for it
      PRIMARY KEY (login_id, outbox_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_digest_login SELECT * FROM digest_login;
    DROP TABLE digest_login;
    ALTER TABLE new_digest_login RENAME TO digest_login;
    CREATE INDEX digest_login_by_digest ON digest_login (outbox_id);

    CREATE TABLE geo_cache (
      address TEXT PRIMARY KEY,              -- of a client
      place TEXT,                            -- JSON: as login.place; NULL: the service knows nothing of it
      looked_up_at INTEGER NOT NULL,         -- microseconds since 1970
      expires_at INTEGER NOT NULL            -- from then on it is asked for again, microseconds since 1970
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX geo_cache_expiry ON geo_cache (expires_at);

    CREATE TABLE periodic_mail (
      kind TEXT NOT NULL CHECK (kind IN ('failures', 'weekly')),  -- of which mail
      machine_id TEXT NOT NULL,              -- of which server; empty: of all
      at INTEGER NOT NULL,                   -- when the last one was queued, or since when a first one is waited for; microseconds since 1970
      PRIMARY KEY (kind, machine_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE failed_attempt_hour (
      hour_at INTEGER NOT NULL,              -- the hour's start in UTC, microseconds since 1970
      machine_id TEXT NOT NULL,              -- _MACHINE_ID of the server
      hostname TEXT NOT NULL,                -- _HOSTNAME of the server
      count INTEGER NOT NULL,                -- failures, as in failed_attempt
      told INTEGER NOT NULL DEFAULT 0,       -- how many of them a mail has told of
      PRIMARY KEY (hour_at, machine_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO failed_attempt_hour (hour_at, machine_id, hostname, count)
    SELECT (unixepoch(day) + hour.key * 3600) * 1000000 AS hour_at, machine_id, max(hostname), sum(hour.value)
    FROM failed_attempt, json_each(hours) AS hour
    WHERE day >= (SELECT date(max(day), '-8 days') FROM failed_attempt) AND hour.value > 0
    GROUP BY hour_at, machine_id;

    CREATE VIEW login_mail AS
    SELECT login_id, id AS outbox_id, recipient, state FROM outbox WHERE kind = 'login'
    UNION ALL
    SELECT digest_login.login_id, outbox_id, recipient, state FROM digest_login JOIN outbox ON outbox_id = id
    WHERE reason <> 'mailed';

    CREATE VIEW login_history AS
    SELECT
      login.id,
      strftime('%Y-%m-%dT%H:%M:%S', at / 1000000, 'unixepoch') || printf('.%06dZ', at % 1000000) AS at,
      hostname, user, address, port, reverse_name,
      place ->> 'country' AS country, place ->> 'city' AS city,
      place ->> 'asn' AS asn, place ->> 'network' AS provider,
      method, key_type, fingerprint, key_comment, cert_id, cert_serial, cert_ca, earlier_factors, tty,
      strftime('%Y-%m-%dT%H:%M:%S', closed_at / 1000000, 'unixepoch') || printf('.%06dZ', closed_at % 1000000)
        AS closed_at,
      CASE WHEN going_down = 1 AND closed_by = 'pam' THEN 'reboot' ELSE closed_by END AS closed_by,
      duration_us / 1000000 AS seconds,
      failures_from_source, failures_for_user,
      verified, news, decision, decision_reason,
      (SELECT count(*) FROM login_mail WHERE login_id = login.id AND state = 'sent') AS mails_sent,
      (SELECT count(*) FROM login_mail WHERE login_id = login.id AND state = 'due') AS mails_due,
      (SELECT count(*) FROM login_mail WHERE login_id = login.id AND state = 'failed') AS mails_failed
    FROM login;
    """
}
