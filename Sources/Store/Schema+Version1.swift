// Version 1: logins, the outbox and the journal's positions. Released, so never changed.

extension Schema {
  static let version1 = """
    CREATE TABLE login (
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
      method TEXT NOT NULL,                  -- publickey, password, keyboard-interactive/pam, ...
      key_type TEXT,                         -- ED25519, RSA-CERT, ...
      fingerprint TEXT,                      -- SHA256:... or MD5:...
      cert_id TEXT,                          -- key id of a certificate
      cert_serial TEXT,                      -- serial of a certificate, up to 2^64-1
      cert_ca TEXT,                          -- fingerprint of the CA's key
      verified INTEGER NOT NULL,             -- 0 where journald could not tell sshd's executable
      cursor TEXT NOT NULL,                  -- of the entry in the journal
      recorded_at INTEGER NOT NULL,          -- when the daemon had read it, microseconds since 1970
      pam_open INTEGER NOT NULL DEFAULT 0,   -- 1 from the time that pam opened the session
      uid INTEGER,                           -- of the user, as pam said it
      logind_session TEXT,                   -- logind's id of the session; repeats across boots
      going_down INTEGER NOT NULL DEFAULT 0, -- 1 from the time that the machine went down with the session open
      unconfirmed_disconnect_at INTEGER,     -- the user's own process said it disconnected, microseconds since 1970
      closed_at INTEGER,                     -- first sign of the session's end, microseconds since 1970
      closed_by TEXT CHECK (closed_by IN ('pam', 'disconnect', 'logind', 'reboot', 'lost')),  -- which sign
      decision TEXT CHECK (decision IN ('mail', 'silent')),  -- NULL until it is decided
      decision_reason TEXT,                  -- why
      decided_at INTEGER,                    -- microseconds since 1970
      UNIQUE (machine_id, boot_id, monotonic_us, pid)
    ) STRICT;
    CREATE INDEX login_open ON login (id) WHERE closed_at IS NULL;
    CREATE INDEX login_undecided ON login (id) WHERE decision IS NULL;
    CREATE INDEX login_by_time ON login (at);

    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in the order of the logins
      login_id INTEGER NOT NULL REFERENCES login (id) ON DELETE CASCADE,  -- what the mail is about
      recipient TEXT NOT NULL,               -- one a row
      sender TEXT NOT NULL,                  -- envelope sender and From
      message_id TEXT NOT NULL UNIQUE,       -- fixed for ever when it is queued
      subject TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sent', 'failed')),
      queued_at INTEGER NOT NULL,            -- microseconds since 1970
      due_at INTEGER NOT NULL,               -- next try, microseconds since 1970
      attempts INTEGER NOT NULL DEFAULT 0,   -- tries that got as far as this mail
      first_deferred_at INTEGER,             -- first time it was put off, microseconds since 1970
      last_reply TEXT,                       -- the server's words, or what went wrong
      message BLOB,                          -- the bytes, from just before the first is sent until the server has them
      settled_at INTEGER,                    -- when it was sent or given up, microseconds since 1970
      UNIQUE (login_id, recipient)
    ) STRICT;
    CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'due';
    CREATE INDEX outbox_failed ON outbox (id) WHERE state = 'failed';

    CREATE TABLE journal_position (
      source TEXT PRIMARY KEY,               -- 'system', or a directory of journal files
      cursor TEXT,                           -- last entry that was read; NULL while the journal had none
      at INTEGER NOT NULL                    -- of that entry, or of the first start, microseconds since 1970
    ) STRICT, WITHOUT ROWID;

    CREATE VIEW login_history AS
    SELECT
      login.id,
      strftime('%Y-%m-%dT%H:%M:%S', at / 1000000, 'unixepoch') || printf('.%06dZ', at % 1000000) AS at,
      hostname, user, address, port, method, key_type, fingerprint, cert_id, cert_serial, cert_ca,
      strftime('%Y-%m-%dT%H:%M:%S', closed_at / 1000000, 'unixepoch') || printf('.%06dZ', closed_at % 1000000)
        AS closed_at,
      closed_by,
      (closed_at - at) / 1000000 AS seconds,
      verified, decision, decision_reason,
      (SELECT count(*) FROM outbox WHERE login_id = login.id AND state = 'sent') AS mails_sent,
      (SELECT count(*) FROM outbox WHERE login_id = login.id AND state = 'due') AS mails_due,
      (SELECT count(*) FROM outbox WHERE login_id = login.id AND state = 'failed') AS mails_failed
    FROM login;
    """
}
